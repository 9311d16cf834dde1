using System.Buffers.Binary;
using System.Diagnostics;
using Digits.Models;
using QuantDsl.Benchmarks.Ratios;
using QuantDsl.Data;

namespace QuantDsl.Benchmarks.Predictions;

/// <summary>The whole process of <c>samples/Device</c>, published by NativeAOT: start, loading a LeNet-5, the first answer, end.</summary>
internal static class DeviceStart
{
    private const int Runs = 15;

    /// <summary>The median in milliseconds; null where the program cannot be published, which is told.</summary>
    public static double? Measure()
    {
        string folder = Directory.CreateTempSubdirectory("quantdsl-").FullName;
        try
        {
            Progress.Write($"preparing: samples/Device, published");
            string project = Path.Combine(Repository(), "samples", "Device");
            if (Run("dotnet", ["publish", project, "-c", "Release", "-v", "q", "--nologo", "-o", folder]) is { } failure)
            {
                Progress.Write($"not measured: samples/Device was not published: {failure}");
                return null;
            }
            string model = Path.Combine(folder, "model.qdsl"), images = Path.Combine(folder, "images");
            Write(model, images);
            string program = Path.Combine(folder, OperatingSystem.IsWindows() ? "Device.exe" : "Device");
            double[] seconds = new double[Runs];
            for (int i = 0; i < Runs; i++)
            {
                long start = Stopwatch.GetTimestamp();
                if (Run(program, [model, images]) is { } problem)
                    throw new InvalidOperationException(problem);
                seconds[i] = Stopwatch.GetElapsedTime(start).TotalSeconds;
            }
            return 1e3 * Statistics.Median(seconds);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>A model, and an IDX file with one image.</summary>
    private static void Write(string model, string images)
    {
        byte[] image = new byte[16 + (28 * 28)], label = new byte[9];
        Header(image, 0x00000803, 1, 28, 28);
        Header(label, 0x00000801, 1);
        for (int i = 16; i < image.Length; i++)
            image[i] = (byte)(i * 7);
        File.WriteAllBytes(images, image);
        File.WriteAllBytes(images + ".labels", label);
        using var data = Dataset.FromIdx(
            images, images + ".labels", new Normalization(0.13f, 0.31f), classes: LeNet5.Info.Classes);
        using var trained = new LeNet5(seed: 1);
        trained.Export(model, data);
    }

    private static void Header(Span<byte> file, params ReadOnlySpan<int> numbers)
    {
        for (int i = 0; i < numbers.Length; i++)
            BinaryPrimitives.WriteInt32BigEndian(file[(4 * i)..], numbers[i]);
    }

    /// <summary>Runs a program to its end; returns what it printed where it failed.</summary>
    private static string? Run(string program, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { RedirectStandardOutput = true };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0 ? null : $"{program} ended with {process.ExitCode}: {output.Trim()}";
    }

    private static string Repository()
    {
        for (string? folder = AppContext.BaseDirectory; folder is not null; folder = Path.GetDirectoryName(folder))
        {
            if (File.Exists(Path.Combine(folder, "QuantDsl.sln")))
                return folder;
        }
        throw new InvalidOperationException($"The checkout was not found above {AppContext.BaseDirectory}, which --predict needs.");
    }
}
