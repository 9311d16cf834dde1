namespace QuantDsl.Tests.Native;

/// <summary>A theory about what only Linux has: ELF files, glibc's loader, /proc.</summary>
public sealed class LinuxTheoryAttribute : TheoryAttribute
{
    public LinuxTheoryAttribute()
    {
        if (!OperatingSystem.IsLinux())
        {
            Skip = "Needs Linux: ELF files, glibc's loader or what /proc says of a process.";
        }
    }
}
