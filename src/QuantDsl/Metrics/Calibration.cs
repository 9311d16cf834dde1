namespace QuantDsl.Training;

/// <summary>How well probabilities agree with how often predictions are right.</summary>
internal static class Calibration
{
    private const int Bins = 15;

    /// <summary>The expected calibration error; null if a probability is NaN.</summary>
    public static double? Error(PredictedData predicted)
    {
        double[] probabilities = new double[Bins];
        int[] correct = new int[Bins];
        for (int sample = 0; sample < predicted.Count; sample++)
        {
            int answer = predicted.ClassOf(sample);
            double probability = Probability(predicted.Of(sample), answer);
            if (!double.IsFinite(probability))
                return null;
            int bin = Math.Clamp((int)Math.Ceiling(probability * Bins) - 1, 0, Bins - 1);
            probabilities[bin] += probability;
            correct[bin] += answer == predicted.Classes[sample] ? 1 : 0;
        }
        double error = 0;
        for (int bin = 0; bin < Bins; bin++)
            error += Math.Abs(correct[bin] - probabilities[bin]); // times the samples of the bin
        return error / predicted.Count;
    }

    /// <summary>Softmax of the logits at the largest one.</summary>
    private static double Probability(ReadOnlySpan<float> logits, int largest)
    {
        double sum = 0;
        foreach (float logit in logits)
            sum += Math.Exp((double)logit - logits[largest]);
        return 1 / sum;
    }
}
