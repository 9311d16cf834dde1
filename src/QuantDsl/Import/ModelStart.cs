using QuantDsl.CompilerServices;
using QuantDsl.Import;

namespace QuantDsl;

/// <summary>Where the training of a model begins, if not from weights that are drawn at random.</summary>
public static class ModelStart
{
    /// <summary>
    /// Begins with what another model of the same architecture has learnt: takes over its latent weights, biases, γ, β and running
    /// statistics, and quantizes them as this model does. Bits, quantizers, loss and recipe may differ, and so may the device; typical is a
    /// model in full precision as the start of one with few bits.
    /// </summary>
    /// <remarks>
    /// <para>
    /// The model then is as a new one with these weights: without moments, after 0 steps and 0 epochs. The other is not changed.
    /// </para>
    /// <para>
    /// Training keeps quantized weights in [−1, 1]. Where the other model has larger ones, they are made to fit as <see
    /// cref="LatentImport.LoadLatent"/> does it; the result says how.
    /// </para>
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <param name="other">Another one, whose layers have the same names, operations and sizes.</param>
    /// <returns>What was taken over, and how it was changed.</returns>
    /// <exception cref="ArgumentException">
    /// The architectures differ; the message names the first difference. Nothing was changed.
    /// </exception>
    /// <exception cref="InvalidOperationException">Another thread trains one of the models.</exception>
    /// <exception cref="ObjectDisposedException">One of the models was disposed.</exception>
    public static IReadOnlyList<ImportedTensor> InitializeFrom<TModel, TOther>(
        this IQuantModel<TModel> model, IQuantModel<TOther> other)
        where TModel : IQuantModel<TModel>
        where TOther : IQuantModel<TOther>
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(other);
        if (ReferenceEquals(model, other))
            throw new ArgumentException($"A {TModel.Info.Name} cannot begin with its own weights. Pass another model.", nameof(other));
        ParameterStore store = StoreOf(model.Layers), from = StoreOf(other.Layers);
        using TrainingTurn turn = store.BeginTraining(TModel.Info.Name);
        using TrainingTurn otherTurn = from.BeginTraining(TOther.Info.Name);
        IReadOnlyList<ImportTarget> targets = ImportTarget.Of(model.Layers), sources = ImportTarget.Of(other.Layers);
        if (Architecture.FirstDifference(TModel.Info, targets, TOther.Info, sources) is { } difference)
        {
            throw new ArgumentException(
                $"{TModel.Info.Name} cannot begin with the weights of {TOther.Info.Name}: {difference}. Both must have the same layers; "
                + $"[ModelFrom(typeof({TOther.Info.Name}))] makes a variant with them.", nameof(other));
        }
        float[][] values = [.. sources.Select(source => source.Read())];
        ImportedTensor[] taken = LatentFit.Run(TModel.Info, targets, [.. sources.Select(source => source.Name)], values);
        for (int i = 0; i < values.Length; i++)
            targets[i].Write(values[i]);
        store.ForgetTraining();
        return taken;
    }

    /// <summary>
    /// Quantizes all weights anew from their latent values, as in an untrained model: with uniform curvature, and without the present
    /// scales to start from. Latent weights, moments and the number of steps stay. <see cref="Layer.SetLatent"/> and <see
    /// cref="LatentImport.LoadLatent"/> do that by themselves for what they replace.
    /// </summary>
    /// <remarks>
    /// Training chooses scales that disturb the loss least; these disturb the weights least. A frozen layer is quantized anew, too.
    /// </remarks>
    /// <param name="model">The model.</param>
    /// <exception cref="InvalidOperationException">Another thread trains the model.</exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public static void Requantize<TModel>(this IQuantModel<TModel> model)
        where TModel : IQuantModel<TModel>
    {
        ArgumentNullException.ThrowIfNull(model);
        ParameterStore store = StoreOf(model.Layers);
        using TrainingTurn turn = store.BeginTraining(TModel.Info.Name);
        store.Requantize();
    }

    private static ParameterStore StoreOf(IReadOnlyList<Layer> layers) => StoredParameter.Of(layers[0].Weight).Store;
}
