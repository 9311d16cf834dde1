using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace QuantDsl.Native;

/// <summary>
/// Creates an empty shared library whose name (DT_SONAME) is the full path of another library. When that path is requested, glibc returns
/// the loaded library of that name instead of opening the file.
/// </summary>
/// <remarks>
/// TorchSharp's static constructor opens libtorch_cpu.so from the application's folder before anything else. If another libtorch is already
/// loaded, the packaged one would be loaded as well, and registering the same operators twice ends the process.
/// </remarks>
internal static class StandInLibrary
{
    private const ushort MachineX64 = 62;
    private const ushort MachineArm64 = 183;
    private const int HeaderSize = 64;
    private const int SegmentSize = 56;
    private const int SegmentCount = 3;
    private const int DynamicOffset = HeaderSize + (SegmentCount * SegmentSize);
    private const int DynamicSize = 6 * 16;
    private const int SymbolOffset = DynamicOffset + DynamicSize;
    private const int SymbolSize = 24;
    private const int StringOffset = SymbolOffset + SymbolSize;

    /// <summary>The content of the library.</summary>
    /// <param name="path">The path that it replaces, exactly as it will be requested.</param>
    /// <param name="architecture">The architecture of the process that will load it.</param>
    internal static byte[] Build(string path, Architecture architecture)
    {
        byte[] name = Encoding.UTF8.GetBytes(path);
        byte[] image = new byte[StringOffset + 1 + name.Length + 1];
        name.CopyTo(image, StringOffset + 1);

        // ELF header: 64-bit, little-endian, shared object; segments follow it, there are no sections.
        "\u007fELF\u0002\u0001\u0001"u8.CopyTo(image);
        UInt16(0x10, 3);
        UInt16(0x12, architecture == Architecture.Arm64 ? MachineArm64 : MachineX64);
        UInt32(0x14, 1);
        UInt64(0x20, HeaderSize);
        UInt16(0x34, HeaderSize);
        UInt16(0x36, SegmentSize);
        UInt16(0x38, SegmentCount);

        // The whole file, loaded readable and writable (the loader relocates the dynamic table in place); 64 KiB is the largest page size
        // in use.
        Segment(0, type: 1, offset: 0, image.Length, align: 0x10000);
        Segment(1, type: 2, DynamicOffset, DynamicSize, align: 8);

        // PT_GNU_STACK: without it the loader would make the stack executable.
        Segment(2, type: 0x6474e551, offset: 0, size: 0, align: 16);

        Dynamic(0, tag: 5, StringOffset);
        Dynamic(1, tag: 6, SymbolOffset);
        Dynamic(2, tag: 10, image.Length - StringOffset);
        Dynamic(3, tag: 11, SymbolSize);
        Dynamic(4, tag: 14, 1);
        return image;

        void UInt16(int at, ushort value) => BinaryPrimitives.WriteUInt16LittleEndian(image.AsSpan(at), value);
        void UInt32(int at, uint value) => BinaryPrimitives.WriteUInt32LittleEndian(image.AsSpan(at), value);
        void UInt64(int at, int value) => BinaryPrimitives.WriteUInt64LittleEndian(image.AsSpan(at), (ulong)value);

        void Segment(int index, uint type, int offset, int size, int align)
        {
            int at = HeaderSize + (index * SegmentSize);
            UInt32(at, type);
            UInt32(at + 0x04, 6);
            UInt64(at + 0x08, offset);
            UInt64(at + 0x10, offset);
            UInt64(at + 0x18, offset);
            UInt64(at + 0x20, size);
            UInt64(at + 0x28, size);
            UInt64(at + 0x30, align);
        }

        void Dynamic(int index, int tag, int value)
        {
            UInt64(DynamicOffset + (index * 16), tag);
            UInt64(DynamicOffset + (index * 16) + 8, value);
        }
    }
}
