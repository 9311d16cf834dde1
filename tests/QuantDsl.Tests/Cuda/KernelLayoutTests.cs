extern alias generators;

using System.Reflection;
using System.Runtime.InteropServices;
using System.Text;
using QuantDsl.CompilerServices;
using QuantDsl.Cuda;
using QuantDsl.Tests.Cuda.Emulation;
using DeviceConstants = generators::QuantDsl.Generators.Emit.Cuda.DeviceConstants;

namespace QuantDsl.Tests.Cuda;

/// <summary>The structs and constants of host and kernels are the same.</summary>
[Collection(CudaCollection.Name)]
[Trait("Category", "Cuda")]
public sealed class KernelLayoutTests
{
    private static readonly Type[] Structs =
    [
        typeof(KernelLayout.Step), typeof(KernelLayout.Parameter), typeof(KernelLayout.Pair), typeof(KernelLayout.Found),
        typeof(KernelLayout.Measures), typeof(KernelLayout.Memory), typeof(KernelLayout.Control), typeof(KernelLayout.Network),
        typeof(KernelLayout.Epoch), typeof(KernelLayout.Minibatch), typeof(KernelLayout.Evaluation),
    ];

    [ClangFact]
    public void Fields_lie_where_the_kernels_look_for_them() => Assert.Equal("", Compile(Assertions(Structs)));

    [ClangFact]
    public void Constants_and_kinds_are_the_same()
    {
        StringBuilder asserts = new();
        foreach (FieldInfo constant in typeof(KernelLayout).GetFields())
        {
            if (constant.IsLiteral && !constant.Name.EndsWith("Shift", StringComparison.Ordinal))
                asserts.AppendLine(FormattableString.Invariant($"static_assert({constant.Name} == {constant.GetRawConstantValue()}ull);"));
        }
        foreach (UpdateKind kind in Enum.GetValues<UpdateKind>())
            asserts.AppendLine(FormattableString.Invariant($"static_assert({kind} == {(int)kind});"));
        Assert.Equal("", Compile(asserts.ToString()));
        Assert.Equal(KernelLayout.FiniteLoss << 1, 1UL << KernelLayout.KindShift);
        Assert.Equal(4UL << KernelLayout.KindShift, 1UL << KernelLayout.StepShift);
    }

    /// <summary>What the generator cuts launches by is what the templates go by.</summary>
    [ClangFact]
    public void Constants_of_the_generator_are_the_same()
    {
        FieldInfo[] constants = typeof(DeviceConstants).GetFields(BindingFlags.Public | BindingFlags.Static);
        Assert.Contains(constants, constant => constant.Name == nameof(KernelLayout.Threads));
        Assert.Equal("", Compile(string.Concat(constants.Select(constant =>
            FormattableString.Invariant($"static_assert({constant.Name} == {constant.GetRawConstantValue()});\n")))));
    }

    /// <summary>The comparison sees a field that has moved.</summary>
    [ClangFact]
    public void A_field_in_another_place_is_seen() =>
        Assert.Contains("offsetof(Step, biasCorrection1)", Compile(Assertions([typeof(Moved.Step)])));

    private static string Assertions(IEnumerable<Type> types)
    {
        StringBuilder asserts = new();
        foreach (Type type in types)
        {
            asserts.AppendLine(FormattableString.Invariant($"static_assert(sizeof({type.Name}) == {Marshal.SizeOf(type)});"));
            foreach (FieldInfo field in type.GetFields())
            {
                string name = char.ToLowerInvariant(field.Name[0]) + field.Name[1..];
                nint offset = Marshal.OffsetOf(type, field.Name);
                asserts.AppendLine(FormattableString.Invariant(
                    $"static_assert(__builtin_offsetof({type.Name}, {name}) == {offset}, \"offsetof({type.Name}, {name})\");"));
            }
        }
        return asserts.ToString();
    }

    /// <summary>What the compiler says of the templates and assertions behind them.</summary>
    private static string Compile(string asserts) =>
        EmulatedDevice.Shared.Compiler.TryCompile("Layout.cu", Whole.EmptyNetwork.With(asserts).Source).Log;

    private static class Moved
    {
        [StructLayout(LayoutKind.Sequential)]
        public struct Step
        {
            public ulong Update;
            public float InverseLearningRate, BiasCorrection2, BiasCorrection1, NextBiasCorrection1,
                NextBiasCorrection2, Blend, OneMinusBlend;
        }
    }
}
