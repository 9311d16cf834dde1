using System.Reflection.Emit;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>An instruction of the intermediate language.</summary>
/// <param name="Offset">Where it begins.</param>
/// <param name="Code">What it does.</param>
/// <param name="Operand">Number of an argument or a local, or a metadata token; 0 if it has none.</param>
/// <param name="Targets">Where it may branch to.</param>
internal sealed record Instruction(int Offset, OpCode Code, int Operand, IReadOnlyList<int> Targets)
{
    /// <summary>Whether what follows is reached from elsewhere only.</summary>
    public bool IsLast => Code.FlowControl is FlowControl.Branch or FlowControl.Return or FlowControl.Throw;

    /// <summary>Whether it calls the method that its operand names.</summary>
    public bool IsCall => Code == OpCodes.Call || Code == OpCodes.Callvirt || Code == OpCodes.Newobj;

    /// <summary>Whether its operand names a method.</summary>
    public bool HasMethod => IsCall || Code == OpCodes.Ldftn || Code == OpCodes.Ldvirtftn;
}
