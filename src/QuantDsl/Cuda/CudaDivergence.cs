using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>Creates the exceptions of steps in which a device has noted a fault.</summary>
internal static class CudaDivergence
{
    /// <summary>Sets the number of steps back to those before the faulty one, and says what was not finite in it.</summary>
    /// <param name="store">The model's memory.</param>
    /// <param name="fault">What the device has noted.</param>
    /// <param name="learningRate">Learning rate of the last step.</param>
    public static TrainingDivergedException Of(ParameterStore store, in CudaFault fault, float learningRate)
    {
        store.StepCount = fault.Step - 1;
        TrainingPhase phase = store.PhaseOf(fault.Kind);
        string? parameter = fault.Number < store.Parameters.Count ? store.Parameters[fault.Number.Value].Name : null;
        if (!fault.IsLossFinite)
        {
            string? culprit = parameter is null ? null : $"the gradient of {parameter}";
            return new TrainingDivergedException(fault.Step, phase, parameter, culprit, learningRate);
        }
        return parameter is null
            ? TrainingDivergedException.OfStatistics(
                fault.Step, phase, store.Statistics.LayerOf(fault.Number!.Value - store.Parameters.Count), learningRate)
            : new TrainingDivergedException(fault.Step, phase, parameter, learningRate);
    }
}
