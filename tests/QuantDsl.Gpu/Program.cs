using Digits.Models;
using QuantDsl.Gpu.Models;
using TorchSharp;

namespace QuantDsl.Gpu;

/// <summary>What only a GPU can show; see README.md beside this file.</summary>
internal static class Program
{
    private const string Usage = "expected --device cuda|cpu --out FILE [--data FOLDER of MNIST] [--epochs N], got ";

    public static int Main(string[] args)
    {
        var options = new Dictionary<string, string> { ["--device"] = "cuda", ["--epochs"] = "3" };
        for (int index = 0; index < args.Length; index += 2)
        {
            if (index + 1 == args.Length || args[index] is not ("--device" or "--out" or "--data" or "--epochs"))
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
        bool isOnCuda = options["--device"] == "cuda";
        var device = new torch.Device(isOnCuda ? DeviceType.CUDA : DeviceType.CPU, 0);
        bool isDone = !isOnCuda || report.Run("kernels", () =>
        {
            KernelsAlone.Update(report, "mlp_1bit", Mlp.Kernels);
            KernelsAlone.Update(report, "mlp_2bit", MlpTernary.Kernels);
        });
        isDone &= report.Run("parity", () =>
        {
            Pair<Grids>(device, (cpu, other) => Parity.Training(report, "grids", cpu, other, new Samples(32, 144)));
            Pair<LeNet5>(device, (cpu, other) => Parity.Training(report, "lenet5_1bit", cpu, other, new Samples(128, 784)));
            Pair<LeNet5Ternary>(device, (cpu, other) => Parity.Training(report, "lenet5_2bit", cpu, other, new Samples(128, 784)));
            Pair<LeNet5ThreeBit>(device, (cpu, other) => Parity.Training(report, "lenet5_3bit", cpu, other, new Samples(128, 784)));
            Pair<Mlp>(device, (cpu, other) => Parity.Training(report, "mlp_1bit", cpu, other, new Samples(100, 784)));
        });
        isDone &= report.Run("step", () =>
        {
            One<LeNet5>(device, model => Speed.Step(report, "lenet5_1bit", model, new Samples(128, 784)));
            One<LeNet5Ternary>(device, model => Speed.Step(report, "lenet5_2bit", model, new Samples(128, 784)));
            One<Mlp>(device, model => Speed.Step(report, "mlp_1bit", model, new Samples(100, 784)));
            One<MlpTernary>(device, model => Speed.Step(report, "mlp_2bit", model, new Samples(100, 784)));
        });
        isDone &= report.Run("training", () =>
        {
            string? folder = options.GetValueOrDefault("--data");
            (Dataset train, Dataset test) = folder is null ? Dataset.DrawnDigits() : Dataset.FromIdxFolder(folder);
            using (train)
            using (test)
            {
                report.Add("data", folder is null ? "drawn digits" : "MNIST");
                Train<LeNet5>(report, "lenet5_1bit", train, test, device, epochs);
                Train<Mlp>(report, "mlp_1bit", train, test, device, epochs);
            }
        });
        return isDone ? 0 : 1;
    }

    /// <summary>Runs as users do: a step is one launch, and the data set is on the device.</summary>
    private static void Train<T>(Report report, string name, Dataset train, Dataset test, torch.Device device, int epochs)
        where T : IQuantModel<T>
    {
        using T model = T.Create(device, seed: 1);
        TrainingReport run = model.Fit(train, options: new FitOptions { Epochs = epochs, BacktrackPeriod = 2 });
        report.Add($"training.{name}.epochs", epochs);
        report.Add($"training.{name}.seconds", run.Seconds);
        foreach (EpochReport epoch in run.Epochs)
            report.Add($"training.{name}.epoch{epoch.Epoch}_{epoch.Phase}_step_ms", 1e3 * epoch.Seconds / epoch.Steps);
        report.Add($"training.{name}.test_accuracy", model.Evaluate(test));
    }

    private static void Pair<T>(torch.Device device, Action<IDeviceModel, IDeviceModel> compare)
        where T : class, IQuantModel<T>, IDeviceModel
    {
        using T cpu = T.Create(seed: 3), other = T.Create(device, seed: 3);
        compare(cpu, other);
    }

    private static void One<T>(torch.Device device, Action<IDeviceModel> run)
        where T : class, IQuantModel<T>, IDeviceModel
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
