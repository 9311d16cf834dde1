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
    public static string Scales(ParameterPlan weights) => !Has(weights)
        ? "NoScales{}"
        : $"LevelScales<{weights.Rows}, {Unit(weights.Quantizer!)}>{{n.scales + {weights.ScaleOffset}}}";

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

    /// <summary>The nodes of the pass behind the one that packs, if any of them reads what it writes.</summary>
    /// <param name="pass">Name of the pass.</param>
    /// <param name="nodes">Its nodes.</param>
    public IReadOnlyList<DeviceNode> Before(string pass, IReadOnlyList<DeviceNode> nodes)
    {
        if (_entries.Count == 0)
            return nodes;
        string words = $"{string.Join(", ", _entries.Select(entry => entry.Weights.Layer).Distinct())}: weights as tensor cores read them";
        var all = new List<DeviceNode> { new($"{pass}Weights", words, _entries.Sum(entry => entry.Blocks), [], Body()) };
        var follows = new List<bool> { true };
        foreach (DeviceNode node in nodes)
        {
            List<int> after = [.. node.After.Select(other => other + 1)];
            bool isBehind = after.Any(other => follows[other]);
            bool reads = node.Body.Contains(Type);
            if (reads && !isBehind)
                after.Insert(0, 0);
            follows.Add(reads || isBehind);
            all.Add(node with { After = after });
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

    private string Body()
    {
        List<string> calls = [.. _entries.Select(entry =>
            $"packWeights<{entry.Order}, {entry.Form}>(\n"
            + $"    block, n.weights + {entry.Weights.Offset}, {Scales(entry.Weights)}, n.whole + {Invariant.Of(entry.Offset)});")];
        if (calls.Count == 1)
            return calls[0].Replace("block,", "blockIdx.x,");
        var lines = new List<string> { "int block = blockIdx.x;" };
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
