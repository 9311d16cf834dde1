using System.Text;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Placing;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>Values in CUDA C++: their names, and their types with sizes and places as literals.</summary>
/// <param name="places">The memory plan.</param>
/// <param name="batch">The declared batch.</param>
internal sealed class DeviceValues(Placement places, int batch)
{
    /// <summary>The name of a value, in the letters of C++.</summary>
    public static string Name(Value value)
    {
        var name = new StringBuilder();
        foreach (char letter in value.Name)
        {
            if (letter < 128)
                name.Append(letter);
            else
                name.Append('u').Append(Invariant.Of(letter));
        }
        return name.ToString();
    }

    /// <summary>The declaration of a value in the kernel of a loop.</summary>
    public string Declaration(Value value, int loop)
    {
        Place? shared = places.InArena(value);
        long offset = shared?.Offset ?? places.Local(loop, value).Offset;
        string at = shared is null ? $"local + {offset}"
            : value.Layout.PerSample > 0 ? $"n.arena + {Literal(offset * batch)}"
            : $"n.whole + {Literal(offset)}";
        long stride = shared is null ? 0 : value.Layout.PerSample;
        string name = Name(value);
        return value.Layout switch
        {
            ImageLayout image => $"Images<{image.Height}, {image.Width}, {image.Channels}, {image.Border}, {stride}> {name}{{{at}}};",
            SequenceLayout sequence => $"Images<1, {sequence.Length}, {sequence.Features}, 0, {stride}> {name}{{{at}}};",
            FeatureLayout features => $"Images<1, 1, {features.Features}, 0, {stride}> {name}{{{at}}};",
            ByteLayout => $"Bytes<{stride * 4}> {name}{{(unsigned char*)({at})}};",
            SampleRows => $"Rows<{stride}> {name}{{{at}}};",
            _ => $"float* {name} = {at};",
        };
    }

    private static string Literal(long value) => value > int.MaxValue ? $"{Invariant.Of(value)}LL" : Invariant.Of(value);
}
