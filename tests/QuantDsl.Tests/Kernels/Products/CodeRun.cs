using QuantDsl.CompilerServices;

namespace QuantDsl.Tests.Kernels.Products;

/// <summary>The product of a fully connected layer whose weights are codes, in guarded memory, as if by several threads.</summary>
internal static unsafe class CodeRun<TBits, TForm>
    where TBits : struct, IBitWidth
    where TForm : struct, IWeightForm
{
    public static float[] Forward<TLanes>(
        int batch, int inputs, int outputs, float[] x, float[] bias, int[] codes, float[] scales, float[] values)
        where TLanes : unmanaged, ILanes<TLanes>
    {
        var order = WeightOrder.Forward(outputs, inputs);
        int panels = (outputs + TForm.PanelColumns - 1) / TForm.PanelColumns;
        using GuardedFloats input = new(x), output = new(batch * outputs), biases = new(bias), alpha = new(scales), table = new(values);
        using GuardedFloats packed = new((int)(panels * TForm.ForwardBytes(order) / sizeof(float))), kept = new(Math.Max(outputs, 32));
        using GuardedFloats file = File(codes);
        PackedCodes read = new((byte*)file.Pointer, table.Pointer);
        LayerWeights weights = new(read, alpha.Pointer, scales.Length == 1 ? int.MaxValue : 1);
        PackedWeights to = new((byte*)packed.Pointer, kept.Pointer);
        for (int panel = panels - 1; panel >= 0; panel--)
            TForm.PackForward(order, weights, to, UnitRange.One(panel));
        packed.AssertGuards("panels");
        kept.AssertGuards("scales");

        int offset = 0;
        TapShape shape = new()
        {
            Taps = 1,
            Offsets = &offset,
            Terms = inputs,
            Channels = inputs,
            Columns = outputs,
            Pixels = batch,
            Lines = 1,
            InputPixelStride = inputs,
            InputLineStride = 0,
            InputSampleStride = 0,
            OutputPixelStride = outputs,
            OutputLineStride = 0,
            OutputSampleStride = 0,
        };
        ValuePerColumn added = new(biases.Pointer);
        foreach (UnitRange some in (UnitRange[])[new(0, panels / 2), new(panels / 2, panels)])
            TForm.Forward<TLanes, ValuePerColumn>(shape, input.Pointer, to, added, output.Pointer, some, UnitRange.One(0), scratch: null);
        output.AssertGuards("output");
        return output.Values.ToArray();
    }

    /// <summary>As in a file, the lowest bit first; 8 bytes behind can be read.</summary>
    private static GuardedFloats File(int[] codes)
    {
        byte[] bytes = new byte[((codes.Length * TBits.Bits) + 7) / 8];
        for (int bit = 0; bit < codes.Length * TBits.Bits; bit++)
            bytes[bit / 8] |= (byte)(((codes[bit / TBits.Bits] >> (bit % TBits.Bits)) & 1) << (bit % 8));
        GuardedFloats file = new(((bytes.Length + 3) / 4) + 2);
        bytes.CopyTo(new Span<byte>(file.Pointer, bytes.Length));
        return file;
    }
}
