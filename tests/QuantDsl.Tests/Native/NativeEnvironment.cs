using System.Runtime.InteropServices;

namespace QuantDsl.Tests.Native;

/// <summary>The environment that native libraries see: .NET's own copy of it does not change with <c>setenv</c>.</summary>
internal static partial class NativeEnvironment
{
    /// <summary>A variable; "unset" if there is none.</summary>
    public static string Get(string name) => GetVariable(name) is var address and not 0 ? Marshal.PtrToStringUTF8(address)! : "unset";

    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint GetVariable(string name);
}
