using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Text;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>What an instruction on the hot path must not do.</summary>
internal static class Rules
{
    private static readonly string[] LateBinding =
        ["System.Reflection", "System.Linq", "System.Dynamic", "Microsoft.CSharp", "System.ComponentModel.TypeDescriptor"];

    private static readonly Type[] LateBound =
        [typeof(Type), typeof(Activator), typeof(CallSite), typeof(Delegate), typeof(MulticastDelegate)];

    private static readonly Type[] Text =
    [
        typeof(string), typeof(StringBuilder), typeof(DefaultInterpolatedStringHandler),
        typeof(StringBuilder.AppendInterpolatedStringHandler), typeof(MemoryExtensions.TryWriteInterpolatedStringHandler),
    ];

    /// <summary>What breaches the rules; null if nothing.</summary>
    /// <param name="code">The method.</param>
    /// <param name="index">Number of the instruction.</param>
    /// <param name="allocatesNothing">Whether the method is part of what allocates nothing.</param>
    public static string? Breach(MethodCode code, int index, bool allocatesNothing)
    {
        Instruction instruction = code.Instructions[index];
        if (instruction.Code == OpCodes.Box)
            return $"boxes {Names.Of(code.TypeAt(instruction))}";
        if (instruction.Code == OpCodes.Newarr && allocatesNothing)
            return $"makes an array of {Names.Of(code.TypeAt(instruction))}";
        if (instruction.Code == OpCodes.Calli)
            return "calls a function pointer";
        return instruction.HasMethod ? OfMethod(code, index, allocatesNothing) : null;
    }

    private static string? OfMethod(MethodCode code, int index, bool allocatesNothing)
    {
        Instruction instruction = code.Instructions[index];
        MethodBase target = code.MethodAt(instruction);
        Type type = target.DeclaringType!;
        string name = Names.Of(target);
        bool isNew = instruction.Code == OpCodes.Newobj;
        if (type.IsSubclassOf(typeof(Delegate)))
            return isNew ? $"makes a delegate {Names.Of(type)}" : $"invokes a delegate {name}";
        if (IsLateBinding(type) || target is { Name: nameof(GetType), DeclaringType.FullName: "System.Object" })
            return $"uses reflection or late binding {name}";
        if ((Text.Contains(type) && !ReadsText(target)) || target.Name == nameof(ToString))
            return $"makes text by {name}";
        if (instruction.Code == OpCodes.Ldvirtftn)
            return $"looks up {name}";
        MethodBase? bound = instruction.IsCall ? Binding.Find(code, index) : target;
        if (bound is null)
            return type.IsInterface ? $"calls the interface {name}{Receiver(code, index, target)}" : $"calls the virtual {name}";
        if (code.ConstraintOf(index) is { IsValueType: true } constraint && !target.IsStatic && !bound.DeclaringType!.IsValueType)
            return $"boxes {Names.Of(constraint)} for {Names.Of(bound)}";
        return allocatesNothing ? Allocation(target, isNew) : null;
    }

    private static string Receiver(MethodCode code, int index, MethodBase target) =>
        (code.ConstraintOf(index) ?? code.Stacks.Receiver(index, target)) is { } type ? $" of {Names.Of(type)}" : "";

    /// <summary>Foreign code is not looked into, but an object that it returns it mostly made.</summary>
    private static string? Allocation(MethodBase target, bool isNew)
    {
        if (isNew)
            return target.DeclaringType!.IsValueType ? null : $"makes an object {Names.Of(target.DeclaringType)}";
        bool isObject = target is MethodInfo { ReturnType: { IsClass: true, IsByRef: false, IsPointer: false } or { IsInterface: true } };
        return isObject && !CallGraph.IsOurs(target) ? $"gets an object from {Names.Of(target)}" : null;
    }

    private static bool IsLateBinding(Type type) =>
        LateBound.Contains(type.IsGenericType ? type.GetGenericTypeDefinition() : type)
        || type.IsSubclassOf(typeof(CallSite))
        || LateBinding.Any(space => type.FullName?.StartsWith(space, StringComparison.Ordinal) == true);

    /// <summary>Reading a string makes none.</summary>
    private static bool ReadsText(MethodBase target) =>
        target is MethodInfo { ReturnType.IsValueType: true, DeclaringType.FullName: "System.String" };
}
