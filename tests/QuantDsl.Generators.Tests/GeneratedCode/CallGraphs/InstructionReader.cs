using System.Buffers.Binary;
using System.Reflection;
using System.Reflection.Emit;

namespace QuantDsl.Generators.Tests.GeneratedCode.CallGraphs;

/// <summary>Decodes the intermediate language of a method.</summary>
internal static class InstructionReader
{
    private const byte TwoByteCode = 0xFE;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes)
        .GetFields(BindingFlags.Public | BindingFlags.Static)
        .Select(field => (OpCode)field.GetValue(null)!)
        .ToDictionary(code => code.Value);

    public static List<Instruction> Read(ReadOnlySpan<byte> bytes)
    {
        var instructions = new List<Instruction>();
        for (int offset = 0; offset < bytes.Length;)
        {
            int isLong = bytes[offset] == TwoByteCode ? 1 : 0;
            OpCode code = Codes[isLong == 1 ? BinaryPrimitives.ReadInt16BigEndian(bytes[offset..]) : bytes[offset]];
            int start = offset + 1 + isLong;
            int end = start + Size(code.OperandType, bytes[start..]);
            ReadOnlySpan<byte> operand = bytes[start..end];
            instructions.Add(new Instruction(offset, code, Operand(code, operand), Targets(code.OperandType, operand, end)));
            offset = end;
        }
        return instructions;
    }

    private static int Size(OperandType type, ReadOnlySpan<byte> operand) => type switch
    {
        OperandType.InlineNone => 0,
        OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
        OperandType.InlineVar => 2,
        OperandType.InlineI8 or OperandType.InlineR => 8,
        OperandType.InlineSwitch => 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(operand)),
        _ => 4,
    };

    private static int Operand(OpCode code, ReadOnlySpan<byte> operand) => code.OperandType switch
    {
        OperandType.InlineNone => char.IsAsciiDigit(code.Name![^1]) ? code.Name[^1] - '0' : 0, // ldarg.0, stloc.3
        OperandType.ShortInlineVar => operand[0],
        OperandType.InlineVar => BinaryPrimitives.ReadUInt16LittleEndian(operand),
        OperandType.InlineField or OperandType.InlineMethod or OperandType.InlineSig or OperandType.InlineTok or OperandType.InlineType =>
            BinaryPrimitives.ReadInt32LittleEndian(operand),
        _ => 0,
    };

    /// <summary>Distances count from the end of the instruction.</summary>
    private static List<int> Targets(OperandType type, ReadOnlySpan<byte> operand, int end)
    {
        if (type == OperandType.ShortInlineBrTarget)
            return [end + (sbyte)operand[0]];
        if (type == OperandType.InlineBrTarget)
            return [end + BinaryPrimitives.ReadInt32LittleEndian(operand)];
        var targets = new List<int>();
        for (int place = 4; type == OperandType.InlineSwitch && place < operand.Length; place += 4)
            targets.Add(end + BinaryPrimitives.ReadInt32LittleEndian(operand[place..]));
        return targets;
    }
}
