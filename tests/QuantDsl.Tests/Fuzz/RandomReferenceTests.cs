using QuantDsl.Tests.Reference;

namespace QuantDsl.Tests.Fuzz;

/// <summary>What random networks are compared with is right itself: its gradients agree with central differences of its loss.</summary>
public sealed class RandomReferenceTests
{
    private const int Networks = 40;
    private const int ElementsOfParameter = 6;
    private const double Step = 1e-6;

    [Fact]
    public void Gradients_of_the_reference_agree_with_central_differences()
    {
        for (int seed = 0; seed < Networks; seed++)
            Check(NetworkDrawing.Of(seed), new Random(seed));
    }

    private static void Check(DrawnNetwork drawn, Random random)
    {
        ReferenceNetwork network = drawn.Reference([.. Enumerable.Range(0, 20)]);
        ILoss loss = drawn.Loss;
        foreach (NetworkParameter parameter in network.Parameters)
            Fill(parameter.Values, random);
        NdArray input = new([drawn.Batch, .. drawn.Input]);
        Fill(input.Data, random);
        for (int i = 0; drawn.Vocabulary is { } vocabulary && i < input.Data.Length; i++)
            input.Data[i] = random.Next(vocabulary);
        int[] labels = [.. Enumerable.Range(0, drawn.Batch * (drawn.OutputLength ?? 1)).Select(i => i % drawn.Classes)];
        network.Backward(loss.Evaluate(network.Forward(input, ForwardMode.Trial), labels).Gradient);

        double largest = network.Parameters.Max(parameter => parameter.Gradient.Max(Math.Abs));
        foreach (NetworkParameter parameter in network.Parameters)
        {
            for (int i = 0; i < ElementsOfParameter; i++)
            {
                int element = random.Next(parameter.Values.Length);
                double expected = (LossAt(parameter.Values, element, Step) - LossAt(parameter.Values, element, -Step)) / (2 * Step);
                double deviation = Math.Abs(expected - parameter.Gradient[element]);
                Assert.True(
                    deviation <= 1e-6 * Math.Max(1, largest),
                    $"Seed {drawn.Seed}: ∂{parameter.Name}[{element}] is {parameter.Gradient[element]}, but differences say {expected}.\n"
                    + drawn.Source());
            }
        }

        double LossAt(double[] values, int element, double step)
        {
            double value = values[element];
            values[element] = value + step;
            double result = loss.Evaluate(network.Forward(input, ForwardMode.Trial), labels).Loss;
            values[element] = value;
            return result;
        }
    }

    private static void Fill(double[] values, Random random)
    {
        for (int i = 0; i < values.Length; i++)
            values[i] = (2 * random.NextDouble()) - 1;
    }
}
