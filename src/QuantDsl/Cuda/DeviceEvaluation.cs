using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>
/// An evaluation on a device, minibatch by minibatch. Losses and right labels are added there: those of positions of a sample in a fixed
/// order, samples one after the other, as on the CPU, which adds up 500 at a time before it adds these sums.
/// </summary>
internal static class DeviceEvaluation
{
    /// <summary>Evaluates a model; the caller holds the device.</summary>
    /// <param name="device">The model on its device.</param>
    /// <param name="model">The model.</param>
    /// <param name="data">The data set.</param>
    /// <param name="resident">The same on the device; null: it is copied there as it is needed.</param>
    /// <exception cref="CudaException">A launch failed.</exception>
    public static Evaluation Of(WholeStep device, ModelInfo model, Dataset data, ResidentData? resident)
    {
        device.BeginEvaluation(resident?.Evaluated ?? default);
        for (long start = 0; start < data.Count; start += device.Batch)
        {
            if (resident is not null)
            {
                device.LaunchEvaluation();
                continue;
            }
            long size = Math.Min(device.Batch, data.Count - start);
            NetworkInput inputs = SamplePredictions.Inputs(model, data, start, size, out NetworkLabels labels);
            device.LaunchEvaluation(inputs, labels);
        }
        KernelLayout.Evaluation found = device.FetchEvaluation();
        return new LossSums(found.Right, found.Judged, found.Loss, found.Weight).ToEvaluation();
    }
}
