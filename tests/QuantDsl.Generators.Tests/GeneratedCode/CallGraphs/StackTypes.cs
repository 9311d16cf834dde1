using System.Reflection;
using System.Reflection.Emit;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>
/// Declared types of what is on the evaluation stack, so that the receiver of a call is known: a <c>using</c> calls
/// <see cref="IDisposable.Dispose"/> of the interface, on a variable whose class may be sealed. Null where it does not matter or where
/// two branches disagree.
/// </summary>
internal sealed class StackTypes
{
    private const byte HasThis = 0x20;
    private const byte VoidType = 0x01;

    private readonly MethodCode _code;
    private readonly Dictionary<int, List<Type?>> _atTargets = [];
    private readonly List<List<Type?>> _before = [];

    public StackTypes(MethodCode code)
    {
        _code = code;
        foreach (ExceptionHandlingClause clause in code.Body.ExceptionHandlingClauses)
        {
            bool isCatch = clause.Flags == ExceptionHandlingClauseOptions.Clause;
            bool isFilter = clause.Flags == ExceptionHandlingClauseOptions.Filter;
            _atTargets[clause.HandlerOffset] = isCatch ? [clause.CatchType] : isFilter ? [null] : [];
            if (isFilter)
                _atTargets[clause.FilterOffset] = [null];
        }
        List<Type?> stack = [];
        bool isReached = true;
        foreach (Instruction instruction in code.Instructions)
        {
            if (_atTargets.TryGetValue(instruction.Offset, out List<Type?>? known))
                stack = isReached ? Merge(stack, known) : [.. known];
            else if (!isReached)
                stack = [];
            _before.Add([.. stack]);
            Run(instruction, stack);
            foreach (int target in instruction.Targets)
                _atTargets[target] = _atTargets.TryGetValue(target, out List<Type?>? other) ? Merge(stack, other) : [.. stack];
            isReached = !instruction.IsLast;
        }
    }

    /// <summary>Declared type of the object that a method is called on.</summary>
    public Type? Receiver(int index, MethodBase target) => _before[index][^(target.GetParameters().Length + 1)];

    private static List<Type?> Merge(List<Type?> one, List<Type?> other) =>
        one.Count == other.Count
            ? [.. one.Zip(other, (left, right) => left == right ? left : null)]
            : throw new InvalidOperationException("Two branches leave stacks of different heights.");

    private void Run(Instruction instruction, List<Type?> stack)
    {
        Type?[] pushed = [.. Pushed(instruction, stack)];
        int popped = Popped(instruction, stack);
        stack.RemoveRange(stack.Count - popped, popped);
        stack.AddRange(pushed);
    }

    private int Popped(Instruction instruction, List<Type?> stack)
    {
        if (instruction.IsCall)
        {
            MethodBase method = _code.MethodAt(instruction);
            return method.GetParameters().Length + (method.IsStatic || instruction.Code == OpCodes.Newobj ? 0 : 1);
        }
        if (instruction.Code == OpCodes.Calli)
        {
            byte[] signature = _code.SignatureAt(instruction);
            return signature[1] + 1 + ((signature[0] & HasThis) != 0 ? 1 : 0);
        }
        return instruction.Code.StackBehaviourPop switch
        {
            StackBehaviour.Pop0 => 0,
            StackBehaviour.Varpop => stack.Count, // ret
            var behaviour => behaviour.ToString().Split('_').Length, // such as Popref_popi
        };
    }

    private IEnumerable<Type?> Pushed(Instruction instruction, List<Type?> stack)
    {
        OpCode code = instruction.Code;
        if (code == OpCodes.Newobj)
            return [_code.MethodAt(instruction).DeclaringType];
        if (instruction.IsCall)
            return _code.MethodAt(instruction) is MethodInfo method && method.ReturnType != typeof(void) ? [method.ReturnType] : [];
        if (code == OpCodes.Calli)
            return _code.SignatureAt(instruction)[2] == VoidType ? [] : [null];
        if (code == OpCodes.Dup)
            return [stack[^1], stack[^1]];
        return code.StackBehaviourPush == StackBehaviour.Push0 ? [] : [TypeOf(instruction, stack)];
    }

    private Type? TypeOf(Instruction instruction, List<Type?> stack)
    {
        string name = instruction.Code.Name!;
        return name.Split('.')[0] switch
        {
            "ldarg" => _code.Arguments[instruction.Operand],
            "ldloc" => _code.Body.LocalVariables[instruction.Operand].LocalType,
            "ldfld" or "ldsfld" => _code.FieldAt(instruction).FieldType,
            "ldflda" or "ldsflda" => _code.FieldAt(instruction).FieldType.MakeByRefType(),
            "ldloca" => _code.Body.LocalVariables[instruction.Operand].LocalType.MakeByRefType(),
            "ldelema" => _code.TypeAt(instruction).MakeByRefType(),
            "newarr" => _code.TypeAt(instruction).MakeArrayType(),
            "castclass" or "isinst" or "ldobj" => _code.TypeAt(instruction),
            "ldelem" => name == "ldelem.ref" ? stack[^2]?.GetElementType() : null,
            "ldind" => name == "ldind.ref" ? stack[^1]?.GetElementType() : null,
            "ldstr" => typeof(string),
            _ => null,
        };
    }
}
