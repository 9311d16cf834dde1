using System.Reflection;
using System.Reflection.Emit;
using QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;
using TorchSharp;

namespace QuantDsl.Generators.Tests.GeneratedCode.Scalars;

/// <summary>
/// Finds, in the intermediate language, calls during which libtorch may read a <see cref="Scalar"/> that the garbage collector has freed.
/// TorchSharp hands libtorch its address and lets go of the object. So a scalar has to be in a static field or in a <c>using</c>, and
/// methods of TorchSharp that make one of their own and keep it no better, such as <c>a + b</c> and <c>square</c>, cannot be called at all.
/// </summary>
internal static class UnrootedScalars
{
    private const BindingFlags Declared =
        BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Static | BindingFlags.Instance | BindingFlags.DeclaredOnly;

    private static readonly Assembly Torch = typeof(Scalar).Assembly;

    /// <summary>Tokens of the methods of TorchSharp that make such a scalar, themselves or by what they call.</summary>
    private static readonly Lazy<HashSet<int>> Makers = new(FindMakers);

    /// <summary>Every such call in an assembly.</summary>
    public static IEnumerable<string> In(Assembly assembly) =>
        from method in Methods(assembly)
        from call in Calls(method)
        where call.MakesUnrooted || IsMaker(call.Target)
        select $"{method.DeclaringType!.FullName}.{method.Name} calls {call.Target.DeclaringType!.Name}: {call.Target}";

    private static HashSet<int> FindMakers()
    {
        Call[] calls = [.. Methods(Torch).Where(method => !MakesScalar(method)).SelectMany(Calls)];
        ILookup<int, int> callers = calls
            .Where(call => call.Target.Module.Assembly == Torch)
            .ToLookup(call => call.Target.MetadataToken, call => call.Caller.MetadataToken);
        var open = new Queue<int>(calls.Where(call => call.MakesUnrooted).Select(call => call.Caller.MetadataToken));
        var found = new HashSet<int>();
        while (open.TryDequeue(out int maker))
        {
            if (!found.Add(maker))
                continue;
            foreach (int caller in callers[maker])
                open.Enqueue(caller);
        }
        return found;
    }

    private static bool IsMaker(MethodBase method) => method.Module.Assembly == Torch && Makers.Value.Contains(method.MetadataToken);

    private static IEnumerable<MethodBase> Methods(Assembly assembly) =>
        assembly.GetTypes().SelectMany(type => type.GetMembers(Declared)).OfType<MethodBase>();

    private static IEnumerable<Call> Calls(MethodBase method)
    {
        if (method.GetMethodBody() is not { } body)
            yield break;
        List<Instruction> code = InstructionReader.Read(body.GetILAsByteArray()!);
        for (int index = 0; index < code.Count; index++)
        {
            if (!code[index].HasMethod)
                continue;
            MethodBase target = Target(method, code[index].Operand);
            yield return new Call(method, target, MakesScalar(target) && !IsRooted(body, code, index));
        }
    }

    private static MethodBase Target(MethodBase method, int token) => method.Module.ResolveMethod(
        token, method.DeclaringType?.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : null)!;

    /// <summary>Whether a method converts a number.</summary>
    private static bool MakesScalar(MethodBase method) =>
        method.Module.Assembly == Torch && method is MethodInfo { IsStatic: true } conversion && conversion.ReturnType == typeof(Scalar);

    /// <summary>Whether what a call returns goes into a static field, or into the variable of a <c>using</c>.</summary>
    private static bool IsRooted(MethodBody body, List<Instruction> code, int call)
    {
        Instruction next = code[call + 1];
        if (next.Code == OpCodes.Stsfld)
            return true;
        return IsOf(next, "stloc") && body.ExceptionHandlingClauses.Any(clause =>
            clause.Flags == ExceptionHandlingClauseOptions.Finally
            && clause.TryOffset == code[call + 2].Offset
            && code.Any(instruction => instruction.Offset >= clause.HandlerOffset
                && instruction.Offset < clause.HandlerOffset + clause.HandlerLength
                && IsOf(instruction, "ldloc")
                && instruction.Operand == next.Operand));
    }

    private static bool IsOf(Instruction instruction, string family) => instruction.Code.Name!.StartsWith(family, StringComparison.Ordinal);

    /// <summary>A call, or a delegate to a method.</summary>
    private readonly record struct Call(MethodBase Caller, MethodBase Target, bool MakesUnrooted);
}
