using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using QuantDsl.Native;
using TorchSharp;

namespace QuantDsl;

/// <summary>
/// Loads libtorch and TorchSharp's native library by itself, wherever the program runs. Generated code calls it; a program that uses
/// TorchSharp before its first model may call <see cref="EnsureLoaded"/> itself.
/// </summary>
/// <remarks>
/// <para>
/// The packaged libtorch is used unless the environment variable <c>QUANTDSL_LIBTORCH</c> names a Python PyTorch's <c>torch/lib</c>. On a
/// Linux whose libstdc++ is older than the one TorchSharp was linked with, a copy of TorchSharp's library that asks for less is made in the
/// user's cache folder and loaded; the original file is never changed.
/// </para>
/// <para>
/// Just before it loads libtorch on Linux, it sets the environment variable <c>GOMP_SPINCOUNT</c> of the process, so that libtorch's
/// threads wait without taking the processor from other programs. A value that is there stays, and <c>OMP_WAIT_POLICY</c> switches this
/// off. The native <c>setenv</c> must not run while another thread reads the environment in native code: a program in which that may happen
/// calls <see cref="EnsureLoaded"/> at its start. Programs in which TorchSharp loads libtorch before QuantDsl does keep their environment.
/// </para>
/// </remarks>
public static class TorchLibrary
{
    private static readonly Lock Gate = new();
    private static readonly Lock ProbeGate = new();
    private static volatile TorchLoader? _loaded;
    private static volatile ConvolutionProbe? _probe;
    private static TorchLoadException? _failure;
    private static int _registered;

    /// <summary>
    /// One line for logs: where libtorch came from, whether a mended copy is used and whether convolutions are right, or that it is not
    /// loaded. Loads nothing, never throws.
    /// </summary>
    public static string Description
    {
        get
        {
            if (_loaded is { } loader)
            {
                return _probe is { } probe ? $"{loader.Description}; {probe.Words}" : loader.Description;
            }

            lock (Gate)
            {
                return _failure is null ? "libtorch is not loaded yet" : "libtorch could not be loaded: " + _failure.Message.Split('\n')[0];
            }
        }
    }

    /// <summary>Whether libtorch's convolutions on the CPU are right in this process. Loads nothing, never throws.</summary>
    public static ConvolutionCheck Convolutions => _probe?.Check ?? ConvolutionCheck.NotDone;

    /// <summary>What <see cref="Convolutions"/> says, with the reasons; null if they have not been compared yet.</summary>
    internal static ConvolutionProbe? Probe => _probe;

    /// <summary>
    /// Loads libtorch and TorchSharp's native library unless that has been done, compares some small convolutions with plain loops, and
    /// switches oneDNN off where its results are wrong and those without it right: see <see cref="Convolutions"/>. Making a model calls it.
    /// Thread-safe; after the first call it costs one read of a field.
    /// </summary>
    /// <exception cref="TorchLoadException">It cannot be loaded here; later calls throw the same message again.</exception>
    public static void EnsureLoaded()
    {
        if (_probe is not null)
        {
            return;
        }

        TorchLoader loader = Load();

        // Not under Gate: the probe runs TorchSharp's static constructor or waits for a thread that runs it, and that one may ask for Gate.
        lock (ProbeGate)
        {
            _probe ??= ConvolutionProbe.Run(loader.Handle);
        }
    }

    /// <summary>The handle of TorchSharp's native library.</summary>
    internal static nint Handle => Load().Handle;

    /// <summary>
    /// Makes TorchSharp find a working library even where a program calls TorchSharp before its first model. Generated code calls this from
    /// a module initializer. It loads nothing by itself where that can wait: TorchSharp's own attempt runs first, and if the system refuses
    /// the library the runtime asks here. Two cases cannot wait and load at once: <c>QUANTDSL_LIBTORCH</c> is set (TorchSharp's own attempt
    /// would succeed with the packaged libtorch), and NativeAOT (it has no such question). In these two the module initializer also sets
    /// <c>GOMP_SPINCOUNT</c>, because libgomp reads it while it is loaded; in all others the environment is left alone. Never throws: a
    /// failure is kept for <see cref="EnsureLoaded"/>.
    /// </summary>
    public static void Register()
    {
        if (Interlocked.Exchange(ref _registered, 1) != 0)
        {
            return;
        }

        if (RequestedLibTorch.Folder is not null || !RuntimeFeature.IsDynamicCodeSupported)
        {
            try
            {
                Load();
            }
            catch (TorchLoadException)
            {
                // Kept in _failure: EnsureLoaded throws it where the program can catch it.
            }

            return;
        }

        // The event of the context that TorchSharp lives in: a plug-in has its own. typeof does not run torch's static constructor.
        var context = AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += Resolve;
    }

    /// <summary>Answers the runtime when it could not find TorchSharp's library itself; 0 leaves every other library to others.</summary>
    private static nint Resolve(Assembly assembly, string libraryName) =>
        libraryName == TorchLibraryFiles.LibTorchSharp ? Load().Handle : 0;

    private static TorchLoader Load()
    {
        if (_loaded is { } loaded)
        {
            return loaded;
        }

        lock (Gate)
        {
            if (_loaded is { } loadedMeanwhile)
            {
                return loadedMeanwhile;
            }

            // A new exception each time: a thrown instance belongs to one stack.
            if (_failure is not null)
            {
                throw new TorchLoadException(_failure.Message, _failure.InnerException);
            }

            try
            {
                OpenMpWaiting.Shorten();
                return _loaded = TorchLoader.Load(
                    RequestedLibTorch.Folder,
                    TorchLibraryFiles.SearchFolders(),
                    OperatingSystem.IsLinux() ? NativeCache.Folder() : null);
            }
            catch (TorchLoadException failure)
            {
                _failure = failure;
                throw;
            }
            catch (Exception unexpected)
            {
                _failure = new TorchLoadException($"libtorch cannot be loaded: {unexpected.Message}", unexpected);
                throw _failure;
            }
        }
    }
}
