using System.Diagnostics;
using System.Reflection;
using System.Runtime.InteropServices;

namespace QuantDsl.Tests.Cuda.Emulation;

/// <summary>
/// CUDA on the CPU: a driver and a compiler with the real ones' ABI, compiled by clang from the C++ files beside this one. The environment
/// variables that the runtime looks for libraries in name them.
/// </summary>
internal sealed unsafe class EmulatedDevice
{
    private const string Clang = "clang-19";

    private static readonly Lazy<EmulatedDevice> TheDevice = new(() => new EmulatedDevice());

    private readonly TemporaryFolder _folder = new();
    private readonly delegate* unmanaged<int, int, uint, void> _set;
    private readonly delegate* unmanaged<void> _repair;
    private readonly delegate* unmanaged<int, void> _failAt;
    private readonly delegate* unmanaged<nuint, void> _setFree;
    private readonly delegate* unmanaged<int, void> _optimize;

    private EmulatedDevice()
    {
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _folder.Dispose(); // what is loaded stays until then
        DriverPath = Compile("Driver.cpp", "libcuda.so.1");
        CompilerPath = Compile("Compiler.cpp", "libnvrtc.so");
        Environment.SetEnvironmentVariable("QUANTDSL_CUDA_DRIVER", DriverPath);
        Environment.SetEnvironmentVariable("QUANTDSL_NVRTC", CompilerPath);
        nint driver = NativeLibrary.Load(DriverPath);
        _set = (delegate* unmanaged<int, int, uint, void>)NativeLibrary.GetExport(driver, "emulationSet");
        _repair = (delegate* unmanaged<void>)NativeLibrary.GetExport(driver, "emulationRepair");
        _failAt = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(driver, "emulationFailAt");
        _setFree = (delegate* unmanaged<nuint, void>)NativeLibrary.GetExport(driver, "emulationSetFree");
        Retained = (delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "emulationRetained");
        Launches = (delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "emulationLaunches");
        GraphLaunches = (delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "emulationGraphLaunches");
        Copies = (delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "emulationCopies");
        Graphs = (delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "emulationGraphs");
        Allocations = (delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "emulationAllocations");
        Modules = (delegate* unmanaged<int>)NativeLibrary.GetExport(driver, "emulationModules");
        Driver = new EmulatedDriver(driver);
        nint compiler = NativeLibrary.Load(CompilerPath);
        _optimize = (delegate* unmanaged<int, void>)NativeLibrary.GetExport(compiler, "emulationOptimize");
        Compiler = new EmulatedCompiler(compiler);
    }

    /// <summary>Why tests that need clang are skipped; null where they are not.</summary>
    public static string? WhyNot { get; } = !OperatingSystem.IsLinux()
        ? "Needs Linux: the emulated CUDA device is made of ELF libraries."
        : PathOf(Clang) is null
            ? $"Needs {Clang} to compile the generated CUDA C, and it is not on the PATH: install the package {Clang} (.ci/run does)."
            : null;

    /// <summary>The device of the test run. It is compiled when a test first asks: where there is no clang, none does.</summary>
    public static EmulatedDevice Shared => TheDevice.Value;

    public string DriverPath { get; }

    public string CompilerPath { get; }

    public EmulatedDriver Driver { get; }

    public EmulatedCompiler Compiler { get; }

    /// <summary>Kernels launched so far, by themselves.</summary>
    public delegate* unmanaged<int> Launches { get; }

    /// <summary>Graphs launched so far.</summary>
    public delegate* unmanaged<int> GraphLaunches { get; }

    /// <summary>Copies between host and device so far.</summary>
    public delegate* unmanaged<int> Copies { get; }

    /// <summary>Graphs that are there, also those that can be launched.</summary>
    public delegate* unmanaged<int> Graphs { get; }

    /// <summary>Allocations that are there.</summary>
    public delegate* unmanaged<int> Allocations { get; }

    /// <summary>Modules that are loaded.</summary>
    public delegate* unmanaged<int> Modules { get; }

    /// <summary>How often the device's context is held.</summary>
    public delegate* unmanaged<int> Retained { get; }

    /// <summary>Has one of the coming calls fail, of those that make or look for something: the first is 1; 0: none.</summary>
    public void FailAt(int call) => _failAt(call);

    /// <summary>What the device says to be free, less what is allocated from now on; it is not kept to.</summary>
    public void SetFree(long bytes) => _setFree((nuint)bytes);

    /// <summary>Whether programs are optimized; one that has little to do is there sooner if it is not.</summary>
    public void Optimize(bool optimizes) => _optimize(optimizes ? 1 : 0);

    /// <summary>Blocks that the device holds at once, and the order in which it runs blocks, warps and lanes; 0: ascending, from 4 on
    /// blocks dawdle now and then.</summary>
    public void Set(int blocks, uint order = 0) => _set(1, blocks, order);

    /// <summary>After an error that broke the device; a real one is broken until the process ends.</summary>
    public void Repair() => _repair();

    private static string? PathOf(string program) => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    private string Compile(string source, string library)
    {
        string root = typeof(EmulatedDevice).Assembly
            .GetCustomAttributes<AssemblyMetadataAttribute>().Single(metadata => metadata.Key == "RepositoryDirectory").Value!;
        string folder = Path.GetFullPath(Path.Combine(root, "tests", "QuantDsl.Tests", "Cuda", "Emulation"));
        string output = _folder.File(library);
        var start = new ProcessStartInfo(PathOf(Clang)!) { RedirectStandardError = true, WorkingDirectory = folder };
        string[] arguments =
        [
            "-x", "c++", "-std=c++20", "-O2", "-Wall", "-Wextra", "-Werror", "-shared", "-fPIC",
            $"-DCLANG=\"{PathOf(Clang)}\"", $"-DPRELUDE=\"{Path.Combine(folder, "Prelude.h")}\"",
            source, "-o", output, "-lstdc++", "-lpthread", "-ldl", "-lm",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process clang = Process.Start(start)!;
        string errors = clang.StandardError.ReadToEnd();
        clang.WaitForExit();
        Assert.True(clang.ExitCode == 0, $"{Clang} does not compile {source}:\n{errors}");
        return output;
    }
}
