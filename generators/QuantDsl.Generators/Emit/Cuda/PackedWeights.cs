using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// The weights that the tensor cores of a pass read as bits or levels (<c>PackedWeights.cuh</c>), and the node that writes those of them
/// that the update does not. They follow from the quantized weights, so nothing else has to know them.
/// </summary>
/// <param name="memory">Where they lie.</param>
internal sealed class PackedWeights(PackedMemory memory)
{
    private readonly List<PackedMemory.Part> _parts = []; // that the pass reads

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
        PackedMemory.Part part = memory.Find(weights, order, lines, terms);
        if (!_parts.Contains(part))
            _parts.Add(part);
        return Operand(part);
    }

    /// <summary>
    /// The nodes of the pass with one more that packs, or with blocks more of the first that do so, if that waits for nothing either and
    /// does not read what is packed.
    /// </summary>
    /// <param name="pass">Name of the pass.</param>
    /// <param name="nodes">Its nodes.</param>
    public IReadOnlyList<DeviceNode> Before(string pass, IReadOnlyList<DeviceNode> nodes)
    {
        List<PackedMemory.Part> parts = [.. _parts.Where(part => !part.IsOfUpdate)];
        if (parts.Count == 0)
            return nodes;
        string words = $"{string.Join(", ", parts.Select(part => part.Weights.Layer).Distinct())}: weights as tensor cores read them";
        int blocks = parts.Sum(part => part.Blocks);
        if (nodes[0].After.Count > 0 || Reads(nodes[0], parts))
            return Behind(parts, [new($"{pass}Weights", words, blocks, [], Body(parts, "blockIdx.x")), .. nodes.Select(Moved)]);
        string own = string.Join("\n", Body(parts, "block").Split('\n').Select(line => $"    {line}"));
        string first = $"if (blockIdx.x >= {Invariant.Of(nodes[0].Blocks)})\n{{\n    // {words}.\n"
            + $"    int block = blockIdx.x - {Invariant.Of(nodes[0].Blocks)};\n{own}\n    return;\n}}\n";
        DeviceNode both = nodes[0] with
        {
            Words = $"{nodes[0].Words} ‖ {words}",
            Blocks = nodes[0].Blocks + blocks,
            Body = first + nodes[0].Body,
        };
        return Behind(parts, [both, .. nodes.Skip(1)]);
    }

    private static DeviceNode Moved(DeviceNode node) => node with { After = [.. node.After.Select(other => other + 1)] };

    private static bool Reads(DeviceNode node, List<PackedMemory.Part> parts) => parts.Any(part => node.Body.Contains(Operand(part)));

    /// <summary>Has all nodes that read what is packed wait for the first.</summary>
    private static IReadOnlyList<DeviceNode> Behind(List<PackedMemory.Part> parts, IReadOnlyList<DeviceNode> nodes)
    {
        var all = new List<DeviceNode> { nodes[0] };
        var follows = new List<bool> { true };
        foreach (DeviceNode node in nodes.Skip(1))
        {
            bool isBehind = node.After.Any(other => follows[other]), reads = Reads(node, parts);
            all.Add(reads && !isBehind ? node with { After = [0, .. node.After] } : node);
            follows.Add(reads || isBehind);
        }
        return all;
    }

    private static int Unit(Quantizer quantizer) => quantizer.Grid == GridKind.Linear && quantizer.Bits > 1 ? quantizer.Steps : 1;

    private static string Operand(PackedMemory.Part part) =>
        $"PackedWeights<{part.Order}, {part.Form}>{{(const unsigned*)(n.packed + {Invariant.Of(part.Offset)})}}";

    private static string Body(List<PackedMemory.Part> parts, string block)
    {
        List<string> calls = [.. parts.Select(part =>
            $"packWeights<{part.Order}, {part.Form}>(\n"
            + $"    block, n.weights + {part.Weights.Offset}, {Scales(part.Weights)}, n.packed + {Invariant.Of(part.Offset)});")];
        if (calls.Count == 1)
            return calls[0].Replace("block,", $"{block},");
        var lines = new List<string>();
        if (block != "block")
            lines.Add($"int block = {block};");
        for (int i = 0; i < calls.Count - 1; i++)
        {
            int blocks = parts[i].Blocks;
            lines.Add($"if (block < {blocks})\n    return {calls[i].Replace("\n", "\n    ")}\nblock -= {blocks};");
        }
        lines.Add(calls[calls.Count - 1]);
        return string.Join("\n", lines);
    }
}
