using QuantDsl.CompilerServices;
using QuantDsl.Native;
using QuantDsl.Training;

namespace QuantDsl.Tests.Training;

/// <summary>Sessions with a manual clock.</summary>
internal static class Runs
{
    public static TrainingSession Start(
        FitOptions? options = null, int epochs = 3, long steps = 10, string method = "blaq", int period = 0,
        ManualTime? time = null, ProgressDisplay? display = null, string device = "cpu", ConvolutionProbe? convolutions = null) =>
        new("LeNet5", 1, method, period, blend: 0.6, 7, device, trained: 0, epochs, steps, options ?? new() { HandleCtrlC = false },
            time ?? new(), display ?? ProgressDisplay.Silent(TextWriter.Null), convolutions);

    /// <summary>One epoch of ten steps of a second each, and its evaluation of five.</summary>
    public static bool Epoch(this TrainingSession session, int epoch, double? validation, double? test = null, ManualTime? time = null)
    {
        session.BeginEpoch(epoch, session.PhaseOf(epoch), 0.005f);
        for (int step = 0; step < 10; step++)
        {
            time?.Advance(1);
            session.EndStep(step);
        }
        time?.Advance(5);
        bool isBest = session.EndEpoch(Of(validation, loss: 0.5), Of(test, loss: 0.25));
        session.ShowEpoch();
        return isBest;
    }

    private static Evaluation? Of(double? accuracy, double loss) => accuracy is { } known ? new Evaluation(known, loss) : null;
}
