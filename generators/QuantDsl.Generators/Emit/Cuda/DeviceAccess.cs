using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Placing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>A part of the memory that a loop reads or writes.</summary>
/// <param name="Memory">Which memory.</param>
/// <param name="Start">Where the part begins.</param>
/// <param name="End">Where it ends.</param>
/// <param name="IsWrite">Whether it is written.</param>
internal sealed record DeviceAccess(DeviceAccess.Part Memory, long Start, long End, bool IsWrite)
{
    /// <summary>The memories of a pass that several nodes use. All others are only read, or written by one node.</summary>
    internal enum Part
    {
        /// <summary>What has a part for each sample.</summary>
        Arena,

        /// <summary>What belongs to the whole batch.</summary>
        Whole,

        /// <summary>What a block has for itself: those of another loop have the same.</summary>
        Local,

        /// <summary>Gradients with respect to parameters.</summary>
        Gradients,
    }

    /// <summary>Whether the order of both matters.</summary>
    public bool Meets(DeviceAccess other) =>
        Memory == other.Memory && (IsWrite || other.IsWrite) && Start < other.End && other.Start < End;

    /// <summary>What a loop reads and writes.</summary>
    public static IReadOnlyList<DeviceAccess> Of(Loop loop, int number, Placement places, ModelPlan plan)
    {
        var accesses = new List<DeviceAccess>();
        foreach (Kernel kernel in loop.Kernels)
        {
            accesses.AddRange(kernel.Reads.Select(value => Of(value, isWrite: false)));
            accesses.AddRange(kernel.Writes.Select(value => Of(value, isWrite: true)));
            foreach (Argument.ParameterGradient gradient in kernel.Arguments.OfType<Argument.ParameterGradient>())
            {
                ParameterPlan parameter = plan.Layers.First(layer => layer.Name == kernel.Layer).Find(gradient.Parameter)!;
                accesses.Add(new(Part.Gradients, parameter.Offset, parameter.Offset + parameter.Count, IsWrite: true));
            }
        }
        return accesses;

        DeviceAccess Of(Value value, bool isWrite)
        {
            if (places.InArena(value) is not { } shared)
            {
                Place local = places.Local(number, value);
                return new(Part.Local, local.Offset, local.Offset + local.Size, isWrite);
            }
            return new(value.Layout.PerSample > 0 ? Part.Arena : Part.Whole, shared.Offset, shared.Offset + shared.Size, isWrite);
        }
    }
}
