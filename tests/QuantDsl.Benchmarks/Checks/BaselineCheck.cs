using QuantDsl.Benchmarks.Baselines;
using QuantDsl.Benchmarks.Models;
using QuantDsl.Benchmarks.Updates;
using QuantDsl.CompilerServices;
using static TorchSharp.torch;

namespace QuantDsl.Benchmarks.Checks;

/// <summary>Are the baselines what they claim to be? They train, and take the same steps as the generated models.</summary>
internal sealed class BaselineCheck(TextWriter output)
{
    private const int ComparedSteps = 5;
    private const int TrainedSteps = 60;
    private const double ScaleTolerance = 1e-5;
    private const double LevelTolerance = 1e-5;
    private const double MovedElsewhereTolerance = 1e-2;
    private const double LossTolerance = 1e-5;

    private bool _isGood = true;

    /// <summary>Checks everything; says whether all is well.</summary>
    public bool Run()
    {
        foreach (Network network in (Network[])[Network.Mlp, Network.LeNet5])
        {
            using var batches = Batches.Draw(network);
            foreach (int bits in TimedModels.Bits.Where(bits => bits < 32))
                CompareLaq(network, bits, batches);
            CompareAdam(network, batches);
            Train(network, batches);
        }
        return _isGood;
    }

    /// <summary>
    /// A generated model and LAQ op by op quantize the same latent weights, then update by the same gradients. Each step begins in the same
    /// state, and by the same gradients: a weight whose gradient is nothing but rounding moves by ±η.
    /// </summary>
    private void CompareLaq(Network network, int bits, Batches batches)
    {
        batches.Rewind();
        using ITimedModel model = TimedModels.Create(network, bits);
        using var baseline = new OpByOpLaq(network, bits);
        baseline.Resume(model);
        baseline.Initialize();
        var worst = Deviation.Between(model, baseline);
        for (int step = 0; step < ComparedSteps; step++)
        {
            baseline.Resume(model);
            worst = worst.Or(Losses(model, baseline, batches)); // both move; only the losses are compared
            baseline.Resume(model);
            (Tensor input, Tensor labels) = batches.Next();
            baseline.Network.Differentiate(input, labels);
            using var update = new TimedUpdate(model, baseline.Network.CopyGradients());
            update.Run(UpdateKind.Laq);
            baseline.Update();
            worst = worst.Or(Deviation.Between(model, baseline));
        }
        ReportComparison($"{network}, {bits} bits, op by op", worst);
    }

    /// <summary>
    /// A model in full precision and TorchSharp's Adam take the same steps. Each begins at the same weights: what comes out of a layer as 0
    /// but for rounding passes ReLU in one network and not in the other, which changes gradients a little from there on, and Adam moves by
    /// about ±η wherever that turns a sign.
    /// </summary>
    private void CompareAdam(Network network, Batches batches)
    {
        batches.Rewind();
        using ITimedModel model = TimedModels.Create(network, bits: 32);
        using var baseline = new AdamBaseline(network);
        Deviation worst = default;
        for (int step = 0; step < ComparedSteps; step++)
        {
            baseline.Resume(model);
            worst = worst.Or(Losses(model, baseline, batches)).Or(Deviation.Between(model, baseline));
        }
        ReportComparison($"{network}, 32 bits, Adam", worst, MovedElsewhereTolerance);
    }

    private static Deviation Losses(ITimedModel model, IBaseline baseline, Batches batches)
    {
        (Tensor input, Tensor labels) = batches.Next();
        float expected = baseline.Step(input, labels);
        float actual = model.Step(input, labels);
        return new Deviation(Scale: 0, Levels: 0, Math.Abs(actual - expected) / expected);
    }

    /// <summary>Adam's loss falls.</summary>
    private void Train(Network network, Batches batches)
    {
        batches.Rewind();
        using var adam = new AdamBaseline(network);
        var losses = new List<float>();
        for (int step = 0; step < TrainedSteps; step++)
        {
            (Tensor input, Tensor labels) = batches.Next();
            losses.Add(adam.Step(input, labels));
        }
        float last = losses.TakeLast(5).Average();
        Report(last < losses[0] / 4, $"{network}, Adam: loss {losses[0]:F3} falls to {last:F3} in {TrainedSteps} steps");
    }

    private void ReportComparison(FormattableString what, Deviation worst, double tolerance = LevelTolerance) => Report(
        worst.Scale <= ScaleTolerance && worst.Levels <= tolerance && worst.Loss <= LossTolerance,
        $"{what}, {ComparedSteps} steps: scales differ by {worst.Scale:E1}, losses by {worst.Loss:E1}, weights in {worst.Levels:E1}");

    private void Report(bool isGood, FormattableString text)
    {
        _isGood &= isGood;
        output.WriteLine($"{(isGood ? "good" : "BAD ")} {FormattableString.Invariant(text)}");
    }
}
