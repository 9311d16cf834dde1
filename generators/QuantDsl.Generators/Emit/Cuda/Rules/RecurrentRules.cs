using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>
/// <c>[Lstm]</c> and <c>[Gru]</c>, whose recurrence is one kernel that takes a few samples through all positions: <c>Lstm.cuh</c>,
/// <c>Gru.cuh</c>, with the products of <c>TensorRecurrence.cuh</c> or <c>Recurrent.cuh</c>.
/// </summary>
internal static class RecurrentRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall> Call)> All =>
    [
        ("Lstm.Forward", k => Forward(k, weights => $"{k.Read(0)}, {weights}, {k.Write(0)}, {k.Write(1)}, {k.Write(2)}")),
        ("Lstm.Infer", k => Forward(k, weights => $"{k.Read(0)}, {weights}, NotKept{{}}, {k.Write(0)}, {k.Write(1)}")),
        ("Lstm.Backward", k => Backward(
            k, weights => $"{k.Read(0)}, {k.Read(1)}, {weights}, {k.Read(2)}, {k.Write(0)}, {k.Write(1)}")),
        ("Gru.Forward", k => Forward(k, weights => $"{k.Read(0)}, {weights}, {RecurrentBias(k)}, {k.Write(0)}, {k.Write(1)}")),
        ("Gru.Infer", k => Forward(k, weights => $"{k.Read(0)}, {weights}, {RecurrentBias(k)}, NotKept{{}}, {k.Write(0)}")),
        ("Gru.Backward", k => Backward(
            k, weights => $"{k.Read(0)}, {k.Read(1)}, {weights}, {k.Read(2)}, {k.Write(0)}, {k.Write(1)}, {k.Write(2)}")),
        ("Positions.Last", k => k.BySample($"lastPosition({k.Read(0)}, {k.Write(0)}, sample);")),
    ];

    private static string RecurrentBias(DeviceKernel k) => k.Values("bias_hh");

    /// <param name="k">The kernel.</param>
    /// <param name="arguments">Its arguments, from what stands for the weights.</param>
    private static DeviceCall Forward(DeviceKernel k, Func<string, string> arguments) =>
        TensorRules.Recurrence(k, arguments) ?? BySlice(k, "forward", arguments);

    private static DeviceCall Backward(DeviceKernel k, Func<string, string> arguments) =>
        TensorRules.RecurrenceGradient(k, arguments) ?? BySlice(k, "backward", arguments);

    /// <summary>
    /// A call by slices of the minibatch. Threads have a unit each, as far as there are so many, and rather few samples: a block reads all
    /// recurrent weights at each position, which takes as long as some multiplications with them.
    /// </summary>
    private static DeviceCall BySlice(DeviceKernel k, string function, Func<string, string> arguments)
    {
        const int slice = 4;
        var operation = (RecurrentOperation)k.Weighted.Operation;
        int units = 32;
        while (units < operation.Hidden && units < DeviceConstants.Threads)
            units *= 2;
        int groups = DeviceConstants.Threads / units;
        int samples = Math.Max(1, slice / groups);
        string layer = $"Recurrence<{operation.Gates}, {operation.Hidden}, {units}, {samples}>";
        return new(
            $"{operation.GetType().Name}<{layer}>::{function}(\n    {arguments(k.Values("weight_hh"))}, samples);",
            (k.Batch + (groups * samples) - 1) / (groups * samples))
        {
            IsMovable = false,
        };
    }
}
