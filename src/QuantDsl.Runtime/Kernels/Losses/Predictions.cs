using System.ComponentModel;

namespace QuantDsl.CompilerServices;

/// <summary>The class that a model predicts: that of the largest logit; of equal ones, the first; NaN is larger than any number.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Predictions
{
    /// <summary>Counts the samples whose predicted class is the true one.</summary>
    /// <param name="batch">Logits and labels.</param>
    /// <param name="samples">Which samples.</param>
    public static int CountCorrect(in ClassificationBatch batch, UnitRange samples)
    {
        int correct = 0;
        for (int sample = samples.Start; sample < samples.End; sample++)
            correct += Largest(batch.Of(sample), batch.Classes).Class == batch.Labels[sample] ? 1 : 0;
        return correct;
    }

    /// <summary>The largest logit, and where it is.</summary>
    internal static (float Value, int Class) Largest(float* logits, int classes)
    {
        (float largest, int place) = (logits[0], 0);
        for (int i = 1; i < classes; i++)
        {
            if (logits[i] > largest || (float.IsNaN(logits[i]) && !float.IsNaN(largest)))
                (largest, place) = (logits[i], i);
        }
        return (largest, place);
    }
}
