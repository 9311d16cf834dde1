using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// The weights that the tensor cores of a pass read as bits or levels (<c>PackedWeights.cuh</c>): where they lie, behind what else belongs
/// to the whole batch, and the node that writes them. They follow from the quantized weights, so nothing else has to know them.
/// </summary>
/// <param name="start">Where they begin, in float32 numbers.</param>
internal sealed class PackedWeights(long start)
{
    private const string Type = "PackedWeights<";
    private const int LinesOfBlock = 8;
    private const int Alignment = 16;

    private readonly List<Entry> _entries = [];

    /// <summary>Numbers up to the end of them.</summary>
    public long End { get; private set; } = start;

    /// <summary>Whether products can read a parameter so: not two scales of one output, which is no product of a level and a scale.</summary>
    public static bool Has(ParameterPlan weights) => weights.Quantizer is { Grid: not GridKind.TwoScale };

    /// <summary>How sums of levels are scaled, in C++; of weights that are none, not at all.</summary>
    public static string Scales(ParameterPlan weights)
    {
        if (!Has(weights))
            return "NoScales{}";
        string ofGates = weights.Rows > 1 && weights.Rows < weights.Shape[0] ? $", {weights.Shape[0] / weights.Rows}" : "";
        return $"LevelScales<{weights.Rows}, {Unit(weights.Quantizer!)}{ofGates}>{{n.scales + {weights.ScaleOffset}}}";
    }

    /// <summary>The operand of a product, in C++.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="order">Their order, such as <c>ByOutput&lt;10, 100, 1&gt;</c>.</param>
    /// <param name="lines">Sums that each of the other operand's rows is part of.</param>
    /// <param name="terms">Terms of a sum.</param>
    public string Operand(ParameterPlan weights, string order, int lines, int terms)
    {
        if (!Has(weights))
            return $"PlainWeights<{order}>{{n.weights + {weights.Offset}}}";
        Entry entry = _entries.FirstOrDefault(entry => entry.Weights == weights && entry.Order == order) ?? Add(weights, order, lines, terms);
        return $"{Type}{order}, {entry.Form}>{{(const unsigned*)(n.whole + {Invariant.Of(entry.Offset)})}}";
    }

    /// <summary>
    /// The nodes of the pass with one more that packs, or with blocks more of the first that do so, if that waits for nothing either and
    /// does not read what is packed.
    /// </summary>
    /// <param name="pass">Name of the pass.</param>
    /// <param name="nodes">Its nodes.</param>
    public IReadOnlyList<DeviceNode> Before(string pass, IReadOnlyList<DeviceNode> nodes)
    {
        if (_entries.Count == 0)
            return nodes;
        string words = $"{string.Join(", ", _entries.Select(entry => entry.Weights.Layer).Distinct())}: weights as tensor cores read them";
        int blocks = _entries.Sum(entry => entry.Blocks);
        if (nodes[0].After.Count > 0 || Reads(nodes[0]))
            return Behind([new($"{pass}Weights", words, blocks, [], Body("blockIdx.x")), .. nodes.Select(Moved)]);
        string own = string.Join("\n", Body("block").Split('\n').Select(line => $"    {line}"));
        string first = $"if (blockIdx.x >= {Invariant.Of(nodes[0].Blocks)})\n{{\n    // {words}.\n"
            + $"    int block = blockIdx.x - {Invariant.Of(nodes[0].Blocks)};\n{own}\n    return;\n}}\n";
        return Behind(
        [
            nodes[0] with { Words = $"{nodes[0].Words} ‖ {words}", Blocks = nodes[0].Blocks + blocks, Body = first + nodes[0].Body },
            .. nodes.Skip(1),
        ]);
    }

    private static DeviceNode Moved(DeviceNode node) => node with { After = [.. node.After.Select(other => other + 1)] };

    private static bool Reads(DeviceNode node) => node.Body.Contains(Type);

    /// <summary>Has all nodes that read what is packed wait for the first.</summary>
    private static IReadOnlyList<DeviceNode> Behind(IReadOnlyList<DeviceNode> nodes)
    {
        var all = new List<DeviceNode> { nodes[0] };
        var follows = new List<bool> { true };
        foreach (DeviceNode node in nodes.Skip(1))
        {
            bool isBehind = node.After.Any(other => follows[other]), reads = Reads(node);
            all.Add(reads && !isBehind ? node with { After = [0, .. node.After] } : node);
            follows.Add(reads || isBehind);
        }
        return all;
    }

    private static int Unit(Quantizer quantizer) => quantizer.Grid == GridKind.Linear && quantizer.Bits > 1 ? quantizer.Steps : 1;

    private Entry Add(ParameterPlan weights, string order, int lines, int terms)
    {
        (string form, int wordsOf32, int wordsOfBlock) = weights.Quantizer!.Bits switch
        {
            1 => ("Signs", 1, 1),
            2 => ("Trits", 2, 2),
            _ => ("Levels", 16, 32),
        };
        int words = (terms + 31) / 32 * wordsOf32;
        long offset = (End + Alignment - 1) / Alignment * Alignment;
        int blocks = (lines + LinesOfBlock - 1) / LinesOfBlock * ((words + wordsOfBlock - 1) / wordsOfBlock);
        var entry = new Entry(weights, order, form, offset, blocks);
        _entries.Add(entry);
        End = offset + ((long)lines * words);
        return entry;
    }

    private string Body(string block)
    {
        List<string> calls = [.. _entries.Select(entry =>
            $"packWeights<{entry.Order}, {entry.Form}>(\n"
            + $"    block, n.weights + {entry.Weights.Offset}, {Scales(entry.Weights)}, n.whole + {Invariant.Of(entry.Offset)});")];
        if (calls.Count == 1)
            return calls[0].Replace("block,", $"{block},");
        var lines = new List<string>();
        if (block != "block")
            lines.Add($"int block = {block};");
        for (int i = 0; i < calls.Count - 1; i++)
        {
            int blocks = _entries[i].Blocks;
            lines.Add($"if (block < {blocks})\n    return {calls[i].Replace("\n", "\n    ")}\nblock -= {blocks};");
        }
        lines.Add(calls[calls.Count - 1]);
        return string.Join("\n", lines);
    }

    private sealed record Entry(ParameterPlan Weights, string Order, string Form, long Offset, int Blocks);
}
