using System.Reflection;
using System.Reflection.Emit;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>Which method a call runs, where that follows from declared types alone, as it then does for the JIT compiler.</summary>
internal static class Binding
{
    private const BindingFlags Instance = BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic;

    /// <summary>The method that runs; null if only the object decides.</summary>
    public static MethodBase? Find(MethodCode code, int index)
    {
        Instruction instruction = code.Instructions[index];
        MethodBase target = code.MethodAt(instruction);
        Type? constraint = code.ConstraintOf(index);
        if (constraint is null && (instruction.Code != OpCodes.Callvirt || !target.IsVirtual || target.IsFinal))
            return target;
        if (target.IsStatic) // a static abstract member: the constraint decides
            return Implementation(constraint!, (MethodInfo)target);
        Type? receiver = constraint ?? code.Stacks.Receiver(index, target);
        return receiver is { IsSealed: true } ? Implementation(receiver, (MethodInfo)target)
            : target.DeclaringType!.IsSealed ? target
            : null;
    }

    private static MethodInfo? Implementation(Type receiver, MethodInfo target)
    {
        Type contract = target.DeclaringType!;
        if (!contract.IsInterface)
            return receiver.GetMethods(Instance).SingleOrDefault(method => method.GetBaseDefinition() == target.GetBaseDefinition());
        if (receiver.IsArray || (target.IsGenericMethod && !receiver.IsValueType))
            return null; // found at run time
        InterfaceMapping map = receiver.GetInterfaceMap(contract);
        MethodInfo declared = target.IsGenericMethod ? target.GetGenericMethodDefinition() : target;
        MethodInfo found = map.TargetMethods[Array.IndexOf(map.InterfaceMethods, declared)];
        return target.IsGenericMethod ? found.MakeGenericMethod(target.GetGenericArguments()) : found;
    }
}
