using System.Diagnostics;
using QuantDsl.Generators.Tests.Harness;

namespace QuantDsl.Generators.Tests.Cuda;

/// <summary>clang as a compiler of CUDA C to PTX, without a CUDA toolkit. All warnings are errors.</summary>
internal static class Clang
{
    private const string Program = "clang-19";

    private static readonly string? Path = (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(System.IO.Path.PathSeparator)
        .Select(folder => System.IO.Path.Combine(folder, Program))
        .FirstOrDefault(File.Exists);

    /// <summary>Why tests that need clang are skipped; null where they are not.</summary>
    public static string? WhyNot { get; } = Path is not null
        ? null
        : $"Needs {Program} to compile CUDA C to PTX, and it is not on the PATH: install the package {Program} (.ci/run does).";

    /// <summary>PTX of a source; what clang says if there is none.</summary>
    public static (string Ptx, string Errors) Compile(string source, string architecture, params string[] options)
    {
        var start = new ProcessStartInfo(Path!)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] arguments =
        [
            "-x", "cuda", "--cuda-device-only", $"--cuda-gpu-arch={architecture}", "-nocudainc", "-nocudalib",
            "-Xclang", "-target-feature", "-Xclang", "+ptx78", "-std=c++17", "-O2", "-ffp-contract=off",
            "-Wall", "-Wextra", "-Werror", "-Wno-unused-parameter", "-Wno-unknown-cuda-version",
            "-include", System.IO.Path.Combine(Project.Directory, "Cuda", "CudaWords.h"), .. options, "-S", "-o", "-", "-",
        ];
        foreach (string argument in arguments)
            start.ArgumentList.Add(argument);
        using Process clang = Process.Start(start)!;
        Task<string> ptx = clang.StandardOutput.ReadToEndAsync();
        Task<string> errors = clang.StandardError.ReadToEndAsync();
        clang.StandardInput.Write(source);
        clang.StandardInput.Close();
        clang.WaitForExit();
        return (ptx.Result, clang.ExitCode == 0 ? "" : errors.Result);
    }
}
