using QuantDsl.Generators.Operations;

namespace QuantDsl.Generators.Emit.Cuda.Rules;

/// <summary>
/// <c>[Lstm]</c> and <c>[Gru]</c>, whose recurrence is one kernel that takes a few samples through all positions: <c>Lstm.cuh</c>,
/// <c>Gru.cuh</c>.
/// </summary>
internal static class RecurrentRules
{
    public static IEnumerable<(string Kernel, Func<DeviceKernel, DeviceCall?> Call)> All =>
    [
        ("Lstm.Forward", k => BySlice(
            k, "forward", $"{k.Read(0)}, {Weights(k)}, {k.Write(0)}, {k.Write(1)}, {k.Write(2)}")),
        ("Lstm.Infer", k => BySlice(
            k, "forward", $"{k.Read(0)}, {Weights(k)}, NotKept{{}}, {k.Write(0)}, {k.Write(1)}")),
        ("Lstm.Backward", k => BySlice(
            k, "backward", $"{k.Read(0)}, {k.Read(1)}, {Weights(k)}, {k.Read(2)}, {k.Write(0)}, {k.Write(1)}")),
        ("Gru.Forward", k => BySlice(
            k, "forward", $"{k.Read(0)}, {Weights(k)}, {RecurrentBias(k)}, {k.Write(0)}, {k.Write(1)}")),
        ("Gru.Infer", k => BySlice(
            k, "forward", $"{k.Read(0)}, {Weights(k)}, {RecurrentBias(k)}, NotKept{{}}, {k.Write(0)}")),
        ("Gru.Backward", k => BySlice(
            k, "backward", $"{k.Read(0)}, {k.Read(1)}, {Weights(k)}, {k.Read(2)}, {k.Write(0)}, {k.Write(1)}, {k.Write(2)}")),
        ("Positions.Last", k => k.BySample($"lastPosition({k.Read(0)}, {k.Write(0)}, sample);")),
    ];

    private static string Weights(DeviceKernel k) => k.Values("weight_hh");

    private static string RecurrentBias(DeviceKernel k) => k.Values("bias_hh");

    /// <summary>
    /// A call by slices of the minibatch. Threads have a unit each, as far as there are so many, and rather few samples: a block reads all
    /// recurrent weights at each position, which takes as long as some multiplications with them.
    /// </summary>
    private static DeviceCall BySlice(DeviceKernel k, string function, string arguments)
    {
        const int slice = 4;
        var operation = (RecurrentOperation)k.Weighted.Operation;
        int units = 32;
        while (units < operation.Hidden && units < DeviceConstants.Threads)
            units *= 2;
        int groups = DeviceConstants.Threads / units;
        int samples = Math.Max(1, slice / groups);
        return new(
            $"{operation.GetType().Name}<{operation.Hidden}, {units}, {samples}>::{function}(\n    {arguments}, samples);",
            (k.Batch + (groups * samples) - 1) / (groups * samples))
        {
            IsMovable = false,
        };
    }
}
