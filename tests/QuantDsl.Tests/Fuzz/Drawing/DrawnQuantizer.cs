using QuantDsl.Tests.Engine;
using QuantDsl.Tests.Reference;
using static QuantDsl.Tests.Reference.Quantizers;

namespace QuantDsl.Tests.Fuzz;

/// <summary>A random way to quantize weights.</summary>
/// <param name="Attribute">As the declaration writes it.</param>
/// <param name="Reference">The reference's, of weights without gates.</param>
/// <param name="OfGates">The reference's, of weights with gates.</param>
internal sealed record DrawnQuantizer(
    string Attribute, Func<NetworkParameter, IQuantizer> Reference, Func<NetworkParameter, IQuantizer> OfGates)
{
    public static DrawnQuantizer None { get; } = Alike("FullPrecision", StepCase.PerLayer(FullPrecision));

    public bool IsQuantized => this != None;

    /// <summary>Every number of bits, grid, solver and scale; a third each has 1 bit, 2 bits and more.</summary>
    public static DrawnQuantizer Draw(Random random)
    {
        if (random.Next(10) == 0)
            return None;
        (string arguments, IQuantizer quantizer) = random.Next(3) switch
        {
            0 => ("Bits = 1", Binary),
            1 => Ternary(random.Next(6)),
            _ => Wide(random.Next(3, 9), isLogarithmic: random.Next(2) == 0),
        };
        return random.Next(5) switch
        {
            0 or 1 => Alike($"Weights({arguments}, Scale = Scale.PerChannel)", StepCase.PerChannel(quantizer)),
            2 => new($"Weights({arguments}, Scale = Scale.PerGate)", StepCase.PerLayer(quantizer), StepCase.PerGate(quantizer)),
            _ => Alike($"Weights({arguments})", StepCase.PerLayer(quantizer)),
        };
    }

    private static DrawnQuantizer Alike(string attribute, Func<NetworkParameter, IQuantizer> reference) =>
        new(attribute, reference, reference);

    private static (string Arguments, IQuantizer Quantizer) Ternary(int kind) => kind switch
    {
        0 => ("Bits = 2", Linear(2)),
        1 => ("Bits = 2, Grid = Grid.Logarithmic", Logarithmic(2)),
        2 => ("Bits = 2, Grid = Grid.TwoScale", TwoScaleTernary),
        3 => ("Bits = 2, Solver = Solver.Exact", new WithoutMemory(ExactTernary)),
        4 => ("Bits = 2, Grid = Grid.Logarithmic, Solver = Solver.Exact", new WithoutMemory(ExactTernary)),
        _ => ("Bits = 2, Grid = Grid.TwoScale, Solver = Solver.Exact", new WithoutMemory(ExactTwoScaleTernary)),
    };

    private static (string Arguments, IQuantizer Quantizer) Wide(int bits, bool isLogarithmic) => isLogarithmic
        ? ($"Bits = {bits}, Grid = Grid.Logarithmic", Logarithmic(bits))
        : ($"Bits = {bits}", Linear(bits));
}
