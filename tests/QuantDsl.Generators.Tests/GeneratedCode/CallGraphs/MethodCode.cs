using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>The body of a method, with its generic arguments put in. Nothing of it is run.</summary>
internal sealed class MethodCode
{
    private static readonly ConcurrentDictionary<MethodBase, MethodCode> Known = new();

    private readonly Type[]? _typeArguments;
    private readonly Type[]? _methodArguments;
    private StackTypes? _stacks;

    private MethodCode(MethodBase method)
    {
        Method = method;
        _typeArguments = method.DeclaringType?.GetGenericArguments();
        _methodArguments = method.IsGenericMethod ? method.GetGenericArguments() : null;
        Body = method.GetMethodBody() ?? throw new ArgumentException($"{Names.Of(method)} has no body.", nameof(method));
        Instructions = InstructionReader.Read(Body.GetILAsByteArray()!);
        IEnumerable<Type> parameters = method.GetParameters().Select(parameter => parameter.ParameterType);
        Arguments = method.IsStatic ? [.. parameters] : [method.DeclaringType!, .. parameters];
        Flow = new ControlFlow(this);
    }

    public MethodBase Method { get; }

    public MethodBody Body { get; }

    public IReadOnlyList<Instruction> Instructions { get; }

    /// <summary>Types of the arguments, <c>this</c> first.</summary>
    public IReadOnlyList<Type> Arguments { get; }

    public ControlFlow Flow { get; }

    /// <summary>Only calls of what an object decides ask for them, and most methods have none.</summary>
    public StackTypes Stacks => _stacks ??= new StackTypes(this);

    public static MethodCode Of(MethodBase method) => Known.GetOrAdd(method, static method => new MethodCode(method));

    public MethodBase MethodAt(Instruction instruction) =>
        Method.Module.ResolveMethod(instruction.Operand, _typeArguments, _methodArguments)!;

    public FieldInfo FieldAt(Instruction instruction) => Method.Module.ResolveField(instruction.Operand, _typeArguments, _methodArguments)!;

    public Type TypeAt(Instruction instruction) => Method.Module.ResolveType(instruction.Operand, _typeArguments, _methodArguments);

    public byte[] SignatureAt(Instruction instruction) => Method.Module.ResolveSignature(instruction.Operand);

    /// <summary>The type that a call is constrained to; null if it is not.</summary>
    public Type? ConstraintOf(int index) =>
        index > 0 && Instructions[index - 1].Code == OpCodes.Constrained ? TypeAt(Instructions[index - 1]) : null;
}
