using System.Globalization;
using QuantDsl.Benchmarks.Ratios;
using QuantDsl.CompilerServices;
using TorchSharp;

namespace QuantDsl.Benchmarks.Predictions;

/// <summary>Predictions of one sample on one thread beside float32 runtimes, from interleaved rounds: one line each.</summary>
internal static class PredictionRun
{
    private const int Rounds = 15;

    /// <summary>Runs and prints.</summary>
    public static void Print(TextWriter output)
    {
        ThreadCount.Value = 1;
        torch.set_num_threads(1);
        using var contest = new PredictionContest();
        for (int round = 1; round <= Rounds; round++)
        {
            foreach (Contestant contestant in contest.Contestants)
                contestant.TakeTurn();
        }
        foreach (Contestant contestant in contest.Contestants)
            Progress.Write($"{contestant.Name}: {1e6 * Statistics.Median(contestant.Rounds):F1} µs");

        Line(output, "predict.mlp1.vs_libtorch", contest.MlpTorch, contest.Mlp1);
        Line(output, "predict.mlp1.vs_ort", contest.MlpOrt, contest.Mlp1);
        Line(output, "predict.mlp1.vs_ort_w2_level4", contest.MlpOrtIntegers, contest.Mlp1);
        Line(output, "predict.mlp2.vs_libtorch", contest.MlpTorch, contest.Mlp2);
        Line(output, "predict.mlp2.vs_ort", contest.MlpOrt, contest.Mlp2);
        Line(output, "predict.mlp4.vs_libtorch", contest.MlpTorch, contest.Mlp4);
        Line(output, "predict.mlp4.vs_ort", contest.MlpOrt, contest.Mlp4);
        Line(output, "predict.lenet1.vs_libtorch", contest.LeNetTorch, contest.LeNet1);
        Line(output, "predict.lenet1.vs_ort", contest.LeNetOrt, contest.LeNet1);
        Line(output, "predict.vgg1.vs_libtorch", contest.VggTorch, contest.Vgg1);
        Line(output, "predict.vgg1.vs_ort", contest.VggOrt, contest.Vgg1);
        Line(output, "predict.lstm1.vs_libtorch", contest.LstmTorch, contest.Lstm1);
        Line(output, "predict.lstm1.vs_ort", contest.LstmOrt, contest.Lstm1);
        Line(output, "predict.allocated_bytes", contest.AllocatedBytes());
        Line(output, "predict.onnx_file_ratio", contest.OnnxFileRatio);
        if (DeviceStart.Measure() is { } milliseconds)
            Line(output, "predict.cold_ms", milliseconds);
    }

    private static void Line(TextWriter output, string key, Contestant other, Contestant own) =>
        Line(output, key, Statistics.MedianRatio(other.Rounds, own.Rounds));

    private static void Line(TextWriter output, string key, double value) =>
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{key}: {value:F2}"));
}
