using System.Reflection;
using QuantDsl.CompilerServices;
using QuantDsl.Tests.Engine.Tiles;

namespace QuantDsl.Tests.Engine.ZigZag;

/// <summary>Updates of a measured model with random gradients that partly follow the ones before; every seventh weight gets none.</summary>
internal sealed class MeasuredRun : IDisposable
{
    private const float LearningRate = 1e-3f; // so that levels flip

    private readonly Random _random = new(11);
    private readonly float[][] _gradients;
    private readonly UpdateGradients _ofUpdate = new();
    private int _number;

    public MeasuredRun(TiledModel model)
    {
        Model = model;
        Meter = (ZigZagMeter)model.Model.GetType()
            .GetField("_zigzag", BindingFlags.NonPublic | BindingFlags.Instance)!
            .GetValue(model.Model)!;
        _gradients = [.. model.Store.Parameters.Select(parameter => new float[parameter.Latent.numel()])];
    }

    public TiledModel Model { get; }

    public ZigZagMeter Meter { get; }

    public static double Rate => LearningRate;

    /// <summary>Whether step number <paramref name="number"/>, from 1, of the mixed run backtracks.</summary>
    public static bool Backtracks(int number) => number % 3 == 2;

    public static MeasuredRun Of<TModel>()
        where TModel : IQuantModel<TModel> => new(TiledModel.Make<TModel>());

    /// <summary>The gradients of the next minibatch.</summary>
    public float[][] Draw()
    {
        foreach (float[] values in _gradients)
        {
            for (int i = 0; i < values.Length; i++)
                values[i] = i % 7 == 3 ? 0 : (0.4f * values[i]) + (0.01f * ((2 * _random.NextSingle()) - 1));
        }
        return [.. _gradients.Select(values => values.ToArray())];
    }

    /// <summary>A step with its two updates, if it backtracks.</summary>
    /// <returns>The measures of each quantized tensor.</returns>
    public IReadOnlyList<ZigZagMeasures> Step(float[][] gradients, float[][]? trialGradients)
    {
        _number++;
        if (trialGradients is null)
        {
            Update(UpdateKind.Laq, gradients);
        }
        else
        {
            Update(UpdateKind.Trial, gradients);
            Update(UpdateKind.Backtrack, trialGradients);
        }
        return Meter.Last;
    }

    /// <summary>The next step of a mixed run.</summary>
    public IReadOnlyList<ZigZagMeasures> Step() => Step(Draw(), Backtracks(_number + 1) ? Draw() : null);

    /// <summary>Begins a backtrack step that never ends; the next step is another try at it.</summary>
    public void Break()
    {
        _number++;
        Update(UpdateKind.Trial, Draw());
        _number--;
    }

    /// <summary>The model is set back by so many steps.</summary>
    public void GoBack(ParameterSnapshot snapshot, int steps)
    {
        Model.Store.Restore(snapshot);
        GoBack(steps);
    }

    /// <summary>The next step is so many numbers lower.</summary>
    public void GoBack(int steps) => _number -= steps;

    public void Dispose()
    {
        Model.Dispose();
        _ofUpdate.Dispose();
    }

    private void Update(UpdateKind kind, float[][] values) =>
        Model.Update(kind, new AdamStep(_number, LearningRate, beta1: 0.9, beta2: 0.999, blend: 0.6), _ofUpdate.For(kind, values));
}
