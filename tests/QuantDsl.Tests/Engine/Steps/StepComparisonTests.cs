using QuantDsl.CompilerServices;
using TorchSharp;
using Xunit.Sdk;

namespace QuantDsl.Tests.Engine;

/// <summary>The comparison of steps finds defects of an engine, small ones too.</summary>
public sealed class StepComparisonTests
{
    private const int Steps = 9;

    /// <summary>A case, and what is wrong with the engine or, which is the same, with the reference.</summary>
    private static readonly Dictionary<string, (string Case, Func<StepCase, StepCase> Break, string Finding)> Defects = new()
    {
        ["the previous scale is forgotten"] = ("logarithmic 3", With(model => model.With(before: ForgetScales)), "α[0] is"),
        ["a level beside the nearest"] = ("linear 4", With(model => model.With(after: MoveOneLevel)), "q[3] is"),
        ["a scale that is off by 3e-6"] = ("logarithmic 3", With(model => model.With(after: StretchScale)), "α[0] is"),
        ["backtrack steps that are LAQ steps"] = ("binary", With(model => model.With(backtracks: false)), "moment["),
        ["another blend"] = ("binary", @case => @case with { Blend = 0.601 }, "moment["),
        ["trial moments carried on though discarded"] = (
            "trial moments discarded", @case => @case with { CarryTrialMoments = true }, "moment["),
        ["another β₂"] = ("two-scale", @case => @case with { Adam = new(Beta2: 0.99901) }, "second moment["),
        ["another ε"] = ("other Adam", @case => @case with { Adam = new(0.8, 0.95, 0.01001) }, "latent["),
        ["no bound on gradients"] = ("LSTM, clipped", @case => @case with { Adam = new() }, "moment["),
    };

    public static TheoryData<string> Names => [.. Defects.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_defect_is_found(string name)
    {
        (string @case, Func<StepCase, StepCase> spoil, string finding) = Defects[name];
        Assert.Contains(finding, Assert.Throws<TrueException>(() => Run(spoil(StepCases.All[@case]))).Message);
        Run(StepCases.All[@case]);
    }

    private static void Run(StepCase @case)
    {
        using StepComparison comparison = new("broken", @case);
        comparison.Run(StepRule.Mixed, Steps);
    }

    private static Func<StepCase, StepCase> With(Func<EngineModel, EngineModel> spoil) => @case =>
    {
        Func<long, EngineModel> make = @case.Make;
        return @case with { Make = seed => spoil(make(seed)) };
    };

    private static void ForgetScales(EngineModel model)
    {
        foreach (Parameter parameter in model.Parameters)
            StoredParameter.Of(parameter).ScaleMemory.Values.Clear();
    }

    private static void MoveOneLevel(EngineModel model)
    {
        var weight = StoredParameter.Of(model.Parameters.First());
        ref float q = ref weight.QuantizedMemory.Values[3];
        q += (q > 0 ? -1 : 1) * weight.ScaleMemory.Values[0] / 7;
    }

    private static void StretchScale(EngineModel model)
    {
        var weight = StoredParameter.Of(model.Parameters.First());
        const float Stretch = 1.000003f;
        weight.ScaleMemory.Values[0] *= Stretch;
        foreach (ref float q in weight.QuantizedMemory.Values) q *= Stretch;
    }
}
