namespace QuantDsl.Tests.Native;

/// <summary>A test of what only Linux has: ELF files, glibc's loader, /proc.</summary>
public sealed class LinuxFactAttribute : FactAttribute
{
    public LinuxFactAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs Linux: ELF files, glibc's loader or what /proc says of a process.";
        }
    }
}
