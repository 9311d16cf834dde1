using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text;
using QuantDsl.CompilerServices;
using QuantDsl.Files;
using QuantDsl.Native;
using QuantDsl.Tests.Cuda.OnDevice;
using QuantDsl.Tests.Cuda.Runtime;
using QuantDsl.Tests.Data;
using QuantDsl.Tests.Engine.Tiles;
using QuantDsl.Tests.Kernels;
using QuantDsl.Tests.Kernels.Products;
using QuantDsl.Tests.Memory;
using QuantDsl.Tests.Models;
using QuantDsl.Tests.Newcomer;
using TorchSharp;

namespace QuantDsl.Tests.Native;

/// <summary>
/// Runs a few lines in a process of their own, for what can be done only once per process: loading libtorch. The child is this assembly
/// again, started by `dotnet exec`; its module initializer sees what to do in an environment variable and ends the process before Main.
/// </summary>
internal static class ChildProcess
{
    private const string Variable = "QUANTDSL_TEST_CHILD";
    private const int Failed = 3;

    /// <summary>As a user's program does: registered by a module initializer, then TorchSharp before any type of QuantDsl.</summary>
    internal const string UseTorchSharp = "use";

    /// <summary>Register, then what EnsureLoaded says.</summary>
    internal const string EnsureLoaded = "ensure";

    /// <summary>Load from the one folder that the environment variable FOLDER names.</summary>
    internal const string LoadFromFolder = "folder";

    /// <summary>Print the vectors that are there and the digest of a fixed run of updates.</summary>
    internal const string UpdateDigest = "digest";

    /// <summary>Print the width of vectors and the digest of fixed products.</summary>
    internal const string ProductDigest = "products";

    /// <summary>Print the width of vectors and the digest of fixed runs of the kernels that are no products.</summary>
    internal const string KernelDigest = "kernels";

    /// <summary>Read and draw data, take minibatches, write reports, then ask for a tensor.</summary>
    internal const string PlainData = "plain data";

    /// <summary>Write the file that FILE names, and never come to its end.</summary>
    internal const string WriteForEver = "write";

    /// <summary>Print how much memory an evaluation takes, and a step of training.</summary>
    internal const string EvaluationMemory = "evaluation memory";

    /// <summary>Read copies of tensors while another thread collects garbage all the time.</summary>
    internal const string CollectGarbage = "collect";

    /// <summary>Predict single images, and convolve one with libtorch.</summary>
    internal const string PredictSingly = "predict";

    /// <summary>Make, save, load and change models, without libtorch.</summary>
    internal const string WithoutTorch = "without torch";

    /// <summary>Make, train, save and load a model on the emulated device, without libtorch.</summary>
    internal const string WithoutTorchOnCuda = "without torch on CUDA";

    /// <summary>Ask for models on CUDA where there is none.</summary>
    internal const string WithoutCuda = "without CUDA";

    internal sealed record Result(int ExitCode, string Output)
    {
        /// <summary>The files that the child had mapped in the end.</summary>
        internal IEnumerable<string> Mapped =>
            Output.Split('\n').Where(line => line.StartsWith("mapped ", StringComparison.Ordinal)).Select(line => line[7..]);
    }

    internal static Result Run(string what, params (string Name, string? Value)[] environment)
    {
        using Process child = Start(what, environment);
        var output = new StringBuilder();
        child.OutputDataReceived += (_, line) => Append(line.Data);
        child.ErrorDataReceived += (_, line) => Append(line.Data);
        child.BeginOutputReadLine();
        child.BeginErrorReadLine();
        if (!child.WaitForExit(TimeSpan.FromMinutes(1)))
        {
            child.Kill();
            throw new TimeoutException($"the child '{what}' runs longer than a minute:\n{output}");
        }

        child.WaitForExit();
        return new Result(child.ExitCode, output.ToString());

        void Append(string? line)
        {
            lock (output)
            {
                output.Append(line).Append('\n');
            }
        }
    }

    /// <summary>A child that the caller reads, and ends.</summary>
    internal static Process Start(string what, params (string Name, string? Value)[] environment)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardOutput = true, RedirectStandardError = true };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) != "dotnet")
        {
            start.FileName = "dotnet";
        }

        start.ArgumentList.Add("exec");
        start.ArgumentList.Add(typeof(ChildProcess).Assembly.Location);
        start.Environment[Variable] = what;
        start.Environment.Remove(RequestedLibTorch.Variable);
        foreach ((string? name, string? value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    [ModuleInitializer]
    internal static void RunAsChild()
    {
        if (Environment.GetEnvironmentVariable(Variable) is not { } what)
        {
            return;
        }

        try
        {
            Do(what);
        }
        catch (Exception error)
        {
            Console.WriteLine($"{error.GetType().Name}: {error.Message}");
            Environment.Exit(Failed);
        }

        foreach (string mapped in MappedNow())
        {
            Console.WriteLine("mapped " + mapped);
        }

        Environment.Exit(0);
    }

    /// <summary>The files that this process has mapped.</summary>
    internal static IEnumerable<string> MappedNow() => File.ReadLines("/proc/self/maps")
        .Where(line => line.Contains('/'))
        .Select(line => line[line.IndexOf('/')..])
        .Distinct();

    private static void Do(string what)
    {
        switch (what)
        {
            case UseTorchSharp:
                TorchLibrary.Register();
                torch.manual_seed(1);
                Console.WriteLine("sum " + torch.ones(3).sum().item<float>());
                TorchLibrary.EnsureLoaded();
                Console.WriteLine(TorchLibrary.Description);
                break;
            case EnsureLoaded:
                TorchLibrary.Register();
                Console.WriteLine("registered");
                TorchLibrary.EnsureLoaded();
                break;
            case LoadFromFolder:
                TorchLoader.Load(requested: null, [Environment.GetEnvironmentVariable("FOLDER")!], cache: null);
                break;
            case UpdateDigest:
                TorchLibrary.EnsureLoaded();
                ThreadCount.Value = 1; // other threads would wait for this initializer
                VectorWidthTests.Print();
                break;
            case ProductDigest:
                ProductWidthTests.Print();
                break;
            case KernelDigest:
                KernelWidthTests.Print();
                break;
            case PlainData:
                WithoutLibTorchTests.Run();
                break;
            case WriteForEver:
                AtomicFile.Write(Environment.GetEnvironmentVariable("FILE")!, stream =>
                {
                    stream.Write("half of it"u8);
                    stream.Flush();
                    Console.WriteLine("writing");
                    Thread.Sleep(Timeout.Infinite);
                });
                break;
            case EvaluationMemory:
                TorchLibrary.EnsureLoaded();
                EvaluationMemoryTests.Print();
                break;
            case CollectGarbage:
                TorchLibrary.EnsureLoaded();
                ThreadCount.Value = 1; // as above
                TensorLifetimeTests.Read();
                break;
            case PredictSingly:
                ThreadCount.Value = 1; // as above
                SilenceTests.Predict();
                break;
            case WithoutTorch:
                ThreadCount.Value = 1; // as above
                WithoutTorchTests.Print();
                break;
            case WithoutTorchOnCuda:
                WithoutTorchOnCudaTests.Print();
                break;
            case WithoutCuda:
                NoCudaHereTests.Print();
                break;
            default:
                throw new ArgumentException(what);
        }
    }
}
