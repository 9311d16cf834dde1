using Digits.Models;
using QuantDsl.Benchmarks.Models;
using QuantDsl.CompilerServices;
using QuantDsl.Gpu.Models;
using TorchSharp;

namespace QuantDsl.Gpu;

/// <summary>What only a GPU can show; see README.md beside this file.</summary>
internal static class Program
{
    private const string Usage = "expected --device cuda|cpu --out FILE [--data FOLDER of MNIST] [--epochs N] [--kernels yes], got ";

    public static int Main(string[] args)
    {
        var options = new Dictionary<string, string> { ["--device"] = "cuda", ["--epochs"] = "3" };
        for (int index = 0; index < args.Length; index += 2)
        {
            if (index + 1 == args.Length || args[index] is not ("--device" or "--out" or "--data" or "--epochs" or "--kernels"))
                return Wrong(args);
            options[args[index]] = args[index + 1];
        }
        if (!options.TryGetValue("--out", out string? path)
            || options["--device"] is not ("cuda" or "cpu")
            || !int.TryParse(options["--epochs"], out int epochs))
        {
            return Wrong(args);
        }

        var report = new Report(path);
        bool isDone = (options["--device"] == "cpu" && !options.ContainsKey("--kernels")) || report.Run("kernels", () =>
        {
            KernelsAlone.Update(report, "mlp_1bit", Mlp.Kernels);
            KernelsAlone.Update(report, "mlp_2bit", MlpTernary.Kernels);
        });
        isDone &= report.Run("library", TorchLibrary.EnsureLoaded)
            && Sections(report, torch.device(options["--device"]), options.GetValueOrDefault("--data"), epochs);
        return isDone ? 0 : 1;
    }

    private static bool Sections(Report report, torch.Device device, string? folder, int epochs)
    {
        (Dataset train, Dataset test) = folder is null ? Dataset.DrawnDigits() : Dataset.FromIdxFolder(folder);
        using (train)
        using (test)
        {
            report.Add("device", device.ToString());
            report.Add("data", folder is null ? "drawn digits" : "MNIST");
            bool isDone = report.Run("parity.update", () =>
            {
                Pair<Grids>(device, (cpu, other) => Parity.Updates(report, "grids", cpu, other));
                Pair<LeNet5>(device, (cpu, other) => Parity.Updates(report, "lenet5_1bit", cpu, other));
                Pair<LeNet5ThreeBit>(device, (cpu, other) => Parity.Updates(report, "lenet5_3bit", cpu, other));
            });
            isDone &= report.Run("parity.steps", () =>
            {
                Pair<LeNet5>(device, (cpu, other) => Parity.Training(report, "lenet5_1bit", cpu, other, train, device, batch: 128));
                Pair<LeNet5Ternary>(device, (cpu, other) => Parity.Training(report, "lenet5_2bit", cpu, other, train, device, batch: 128));
            });
            isDone &= report.Run("update", () =>
            {
                One<Mlp>(device, model => Speed.Update(report, "mlp_1bit", model, device));
                One<MlpTernary>(device, model => Speed.Update(report, "mlp_2bit", model, device));
                One<LeNet5>(device, model => Speed.Update(report, "lenet5_1bit", model, device));
            });
            isDone &= report.Run("step", () =>
            {
                One<Mlp>(device, model => Speed.Step(report, "mlp_1bit", model, train, device, batch: 100));
                One<MlpTernary>(device, model => Speed.Step(report, "mlp_2bit", model, train, device, batch: 100));
                One<LeNet5>(device, model => Speed.Step(report, "lenet5_1bit", model, train, device, batch: 128));
            });
            isDone &= report.Run("training", () =>
            {
                Train<LeNet5>(report, "lenet5_1bit", train, test, device, epochs);
                Train<Mlp>(report, "mlp_1bit", train, test, device, epochs);
            });
            return isDone;
        }
    }

    private static void Train<T>(Report report, string name, Dataset train, Dataset test, torch.Device device, int epochs)
        where T : IQuantModel<T>
    {
        using T model = T.Create(device, seed: 1);
        TrainingReport run = model.Fit(train, options: new FitOptions { Epochs = epochs, BacktrackPeriod = 2 });
        report.Add($"training.{name}.epochs", epochs);
        report.Add($"training.{name}.seconds", run.Seconds);
        report.Add($"training.{name}.test_accuracy", model.Evaluate(test));
    }

    private static void Pair<T>(torch.Device device, Action<ITimedModel, ITimedModel> compare)
        where T : IQuantModel<T>, ITimedModel
    {
        using T cpu = T.Create(torch.CPU, seed: 3);
        using T other = T.Create(device, seed: 3);
        compare(cpu, other);
    }

    private static void One<T>(torch.Device device, Action<ITimedModel> run)
        where T : IQuantModel<T>, ITimedModel
    {
        using T model = T.Create(device, seed: 3);
        run(model);
    }

    private static int Wrong(string[] args)
    {
        Console.Error.WriteLine($"{Usage}'{string.Join(' ', args)}'.");
        return 2;
    }
}
