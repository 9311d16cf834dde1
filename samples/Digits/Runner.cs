using Digits.Options;
using QuantDsl;
using static System.FormattableString;
using static TorchSharp.torch;

namespace Digits;

/// <summary>Trains a model, prints the result and saves it.</summary>
internal static class Runner
{
    /// <summary>Trains a model with the given settings, reports on <paramref name="output"/> and saves the model.</summary>
    /// <returns>The exit code.</returns>
    public static int Train<TModel>(Settings settings, TextWriter output)
        where TModel : IQuantModel<TModel>
    {
        using TModel model = TModel.Create(new Device(settings.Device), settings.Seed);
        using var data = DigitData.Open(settings, TModel.Info);
        output.WriteLine(Invariant($"{settings.Model}, {settings.Bits} bit, {settings.Method}; {data}"));
        output.WriteLine();
        output.WriteLine(TModel.Info.Table.TrimEnd());
        output.WriteLine();

        TrainingReport report = model.Fit(data.Training, data.Validation, new FitOptions
        {
            Epochs = settings.Epochs ?? data.Epochs,
            Test = data.Test,
            BacktrackPeriod = settings.Method == "laq" ? 0 : null,
            RestoreBest = true,
            ClassMetrics = settings.Metrics,
            ReportPath = settings.Report,
            CheckpointPath = settings.Checkpoint,
            Output = output,
            Group = Mpi.World,
        });

        output.WriteLine();
        WriteResult(report, settings, output);
        if (report.ClassMetrics is { } metrics)
            output.WriteLine($"on the test set: {metrics}");
        if (Mpi.World is not { Rank: > 0 })
            Write(model, settings.Save);
        output.WriteLine($"saved as {settings.Save}");
        output.WriteLine(Invariant($"test accuracy: {report.TestAccuracy:F4}"));
        return report.Cancelled ? Program.Interrupted : Program.Success;
    }

    /// <summary>Saves the model to go on training, or exports it for prediction where the ending names such a format.</summary>
    private static void Write<TModel>(TModel model, string path)
        where TModel : IQuantModel<TModel>
    {
        if (Path.GetExtension(path) is ".qdsl" or ".onnx")
            model.Export(path);
        else
            model.Save(path);
    }

    private static void WriteResult(TrainingReport report, Settings settings, TextWriter output)
    {
        output.WriteLine(report.BestEpoch is { } best
            ? Invariant($"best epoch by validation: {best} of {report.Epochs.Count}, ")
                + Invariant($"validation {report.BestValidationAccuracy:F4}, test {report.TestAccuracyAtBestValidation:F4}")
            : "stopped before the first epoch was completed");
        long packed = Catalog.Find(settings.Model, settings.Bits).Info.PackedBytes;
        long float32 = Catalog.Find(settings.Model, 32).Info.PackedBytes;
        output.WriteLine(Invariant($"packed size: {packed:N0} bytes of {float32:N0} in float32 (1/{(double)float32 / packed:F1})"));
    }
}
