using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Engine.Tiles;

/// <summary>A generated model of any class whose updates run with gradients that a test chooses.</summary>
internal sealed class TiledModel : IDisposable
{
    /// <summary>η of all updates here: small beside the weights, so that scales hardly move.</summary>
    public const float LearningRate = 1e-5f;

    private const int Alignment = 16;

    private TiledModel(IDisposable model, ParameterStore store)
    {
        Model = model;
        Store = store;
        Tiles = ((CpuEngine)store.Engine).Update;
        Update = store.Engine.Run;
    }

    public delegate void UpdateMethod(UpdateKind kind, in AdamStep step, in Gradients gradients);

    public IDisposable Model { get; }

    public ParameterStore Store { get; }

    public TiledUpdate Tiles { get; }

    /// <summary>The update of its engine.</summary>
    public UpdateMethod Update { get; }

    /// <summary>Values of all parameters; each starts at a cache line, and a pass counts the gaps.</summary>
    public long Floats => Store.Parameters.Sum(parameter => (parameter.Latent.numel() + Alignment - 1) / Alignment * Alignment);

    public static TiledModel Make<TModel>(long seed = 1)
        where TModel : IQuantModel<TModel>
    {
        TModel model = TModel.Create(seed: seed);
        return new TiledModel(model, StoredParameter.Of(model.Layers[0].Weight).Store);
    }

    public static AdamStep Step(int number) => new(number, LearningRate, beta1: 0.9, beta2: 0.999, blend: 0.6);

    public void Dispose() => Model.Dispose();
}
