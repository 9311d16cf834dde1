using System.Text.RegularExpressions;
using QuantDsl.Generators.Kernels;
using QuantDsl.Generators.Lowering;
using QuantDsl.Generators.Placing;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>The statements of kernels, in CUDA C++.</summary>
/// <param name="program">The pass.</param>
/// <param name="calls">The calls of each loop.</param>
/// <param name="places">The memory plan.</param>
/// <param name="values">Values by their names.</param>
internal sealed class DeviceBodies(
    LoweredProgram program, IReadOnlyList<IReadOnlyList<DeviceCall>> calls, Placement places, DeviceValues values)
{
    /// <summary>The body of a launch. Of several loops, the first have the first blocks.</summary>
    public string Of(IReadOnlyList<int> launch)
    {
        var lines = new List<string>();
        if (launch.Any(loop => program.Loops[loop].Space == Space.Samples || Says(loop, "samples")))
            lines.Add("int samples = n.control->samples;");
        if (launch.Count > 1 || (Says(launch[0], "block") && program.Loops[launch[0]].Space != Space.Samples))
            lines.Add("int block = blockIdx.x;");
        foreach (int loop in launch.Take(launch.Count - 1))
        {
            lines.Add($"if (block < {Blocks(loop)})\n{{");
            lines.AddRange(Words(loop).Concat(Part(loop, "block")).Append("return;").SelectMany(line => line.Split('\n'))
                .Select(line => $"    {line}"));
            lines.Add($"}}\nblock -= {Blocks(loop)};");
        }
        int last = launch[launch.Count - 1];
        if (launch.Count > 1)
            lines.AddRange(Words(last));
        lines.AddRange(Part(last, launch.Count > 1 ? "block" : "blockIdx.x"));
        return string.Join("\n", lines);
    }

    private IEnumerable<string> Words(int loop) => [$"// {LoopWords.Sentence(program.Loops[loop])}."];

    private string Blocks(int loop) => Invariant.Of(calls[loop][0].Blocks);

    private bool Says(int loop, string word) => calls[loop].Any(call => Regex.IsMatch(call.Code, $@"\b{word}\b"));

    /// <summary>What the blocks of a loop do.</summary>
    private IEnumerable<string> Part(int number, string block)
    {
        Loop loop = program.Loops[number];
        if (loop.Space == Space.Samples)
            yield return $"int sample = {block};\nif (sample >= samples)\n    return;";
        IEnumerable<Value> used = loop.Kernels.SelectMany(kernel => kernel.Reads.Concat(kernel.Writes)).Distinct();
        if (used.Any(value => places.InArena(value) is null))
            yield return $"float* local = n.local + (long long)sample * {Invariant.Of(places.Thread)};";
        foreach (Value value in loop.Kernels.SelectMany(kernel => kernel.Arguments).Select(ValueOf).OfType<Value>().Distinct())
            yield return values.Declaration(value, number);
        yield return string.Join("\n__syncthreads();\n", calls[number].Select(call => call.Code));
    }

    private static Value? ValueOf(Argument argument) => argument switch
    {
        Argument.Read read => read.Value,
        Argument.Write write => write.Value,
        _ => null,
    };
}
