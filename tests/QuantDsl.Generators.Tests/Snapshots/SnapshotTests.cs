using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Snapshots;

/// <summary>Every generated file of a few models: a change of generated code is read in review, never overlooked.</summary>
public sealed class SnapshotTests
{
    /// <summary>The paper's network as the sample declares it, without its variants, and the file that every assembly gets once.</summary>
    [Fact]
    public void LeNet5() => Verify(nameof(LeNet5), "Digits.Models.LeNet5.", "QuantDsl.TorchLoader.");

    /// <summary>The smallest network.</summary>
    [Fact]
    public void OneLinear() => Verify(nameof(OneLinear));

    /// <summary>Stages that branch and join, a projection, a layer in full precision with a bias.</summary>
    [Fact]
    public void Residual() => Verify(nameof(Residual));

    /// <summary>3 bits on the linear grid, a scale for every output channel.</summary>
    [Fact]
    public void PerChannel() => Verify(nameof(PerChannel));

    /// <summary>3 bits on the logarithmic grid.</summary>
    [Fact]
    public void Logarithmic() => Verify(nameof(Logarithmic));

    /// <summary>Ternary with two scales (LAT2).</summary>
    [Fact]
    public void TwoScale() => Verify(nameof(TwoScale));

    /// <summary>Ternary by the global minimiser (LATe).</summary>
    [Fact]
    public void ExactTernary() => Verify(nameof(ExactTernary));

    /// <summary>What measuring zig-zags adds, for 1 bit and for more.</summary>
    [Fact]
    public void Measured() => Verify(nameof(Measured));

    /// <summary>A recurrent network of tokens, with clipped gradients.</summary>
    [Fact]
    public void CharLstm() => Verify(nameof(CharLstm));

    private static void Verify(string model) => Verify(model, $"Models.{model}.");

    private static void Verify(string model, params string[] names) => Snapshot.Verify(
        $"{nameof(SnapshotTests)}.{model}",
        [
            .. TestModels.Compile(model).Generated
                .Where(file => names.Any(name => file.HintName.StartsWith(name, StringComparison.Ordinal))),
        ]);
}
