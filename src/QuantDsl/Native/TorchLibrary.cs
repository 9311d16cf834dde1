using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.Loader;
using QuantDsl.Native;
using TorchSharp;

namespace QuantDsl;

/// <summary>
/// Finds and loads libtorch and TorchSharp's native library when something first needs them: a tensor, CUDA, or a network that runs on
/// them. A program that uses TorchSharp before that may call <see cref="EnsureLoaded"/> itself.
/// </summary>
/// <remarks>
/// <para>
/// The packaged libtorch is used unless the environment variable <c>QUANTDSL_LIBTORCH</c> names a Python PyTorch's <c>torch/lib</c>. On a
/// Linux system whose libstdc++ is older than the one TorchSharp was linked with, a patched copy of TorchSharp's library with fewer
/// requirements is created in the user's cache folder and loaded; the original file is never changed.
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
    /// One line for logs: where libtorch was loaded from, whether a patched copy is used and whether convolutions are correct; or that it
    /// is not loaded. Loads nothing and never throws.
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

    /// <summary>Whether libtorch's convolutions on the CPU are correct in this process. Loads nothing and never throws.</summary>
    public static ConvolutionCheck Convolutions => _probe?.Check ?? ConvolutionCheck.NotDone;

    /// <summary>Describes <see cref="Convolutions"/> in words, with reasons; null if they have not been compared yet.</summary>
    internal static ConvolutionProbe? Probe => _probe;

    /// <summary>
    /// Loads libtorch and TorchSharp's native library if they are not loaded yet, compares some small convolutions with plain loops, and
    /// switches oneDNN off if results are wrong with it and correct without: see <see cref="Convolutions"/>. Whatever in QuantDsl needs
    /// libtorch calls it first. It is thread-safe; calls after the first only read a field.
    /// </summary>
    /// <exception cref="TorchLoadException">
    /// A library cannot be loaded on this system; later calls throw the same message again.
    /// </exception>
    public static void EnsureLoaded()
    {
        if (_probe is null)
        {
            LoadAndProbe();
        }
    }

    /// <summary>The handle of TorchSharp's native library.</summary>
    internal static nint Handle => Load().Handle;

    /// <summary>
    /// Makes TorchSharp find a working library even if a program calls TorchSharp before it creates a model. Generated code calls this from
    /// a module initializer. It loads nothing yet if possible: TorchSharp's own attempt runs first, and if the system rejects the library,
    /// the runtime calls back. In two cases the libraries are loaded at once: <c>QUANTDSL_LIBTORCH</c> is set (TorchSharp's own attempt
    /// would succeed with the packaged libtorch), and NativeAOT (it has no such callback). Never throws: a failure is reported by
    /// <see cref="EnsureLoaded"/>.
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
        AssemblyLoadContext context = AssemblyLoadContext.GetLoadContext(typeof(torch).Assembly) ?? AssemblyLoadContext.Default;
        context.ResolvingUnmanagedDll += Resolve;
    }

    /// <summary>Called by the runtime if it could not load TorchSharp's library itself; returns 0 for every other library.</summary>
    private static nint Resolve(Assembly assembly, string libraryName) =>
        libraryName == TorchLibraryFiles.LibTorchSharp ? Load().Handle : 0;

    private static void LoadAndProbe()
    {
        TorchLoader loader = Load();

        // Not under Gate: the probe runs TorchSharp's static constructor or waits for a thread that runs it, and that one may ask for Gate.
        lock (ProbeGate)
        {
            if (_probe is null)
            {
                Nnpack.TrySet(loader.Handle, isOn: false); // it would warn of unknown processors at every convolution
                _probe = ConvolutionProbe.Run(loader.Handle);
            }
        }
    }

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

            // A new exception each time, because an instance records the stack of one throw.
            if (_failure is not null)
            {
                throw new TorchLoadException(_failure.Message, _failure.InnerException);
            }

            try
            {
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
