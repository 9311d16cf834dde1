using System.Runtime.InteropServices;

namespace QuantDsl.Messages;

/// <summary>What a library calls the things that every MPI has.</summary>
/// <param name="World">MPI_COMM_WORLD.</param>
/// <param name="Byte">MPI_BYTE.</param>
/// <param name="Float">MPI_FLOAT.</param>
/// <param name="Sum">MPI_SUM.</param>
/// <param name="IgnoredStatus">MPI_STATUS_IGNORE.</param>
/// <param name="InPlace">MPI_IN_PLACE.</param>
internal sealed record MpiHandles(nint World, nint Byte, nint Float, nint Sum, nint IgnoredStatus, nint InPlace)
{
    /// <summary>Those of MPICH, to which Intel MPI, Microsoft's and others conform.</summary>
    public static MpiHandles OfMpich { get; } = new(
        World: 0x44000000, Byte: 0x4c00010d, Float: 0x4c00040a, Sum: 0x58000003, IgnoredStatus: 1, InPlace: -1);

    /// <summary>Those of a library: Open MPI exports objects, whose addresses they are; the others have agreed on numbers.</summary>
    /// <exception cref="MpiException">It is of neither kind.</exception>
    public static MpiHandles Of(nint library)
    {
        if (NativeLibrary.TryGetExport(library, "ompi_mpi_comm_world", out nint world))
        {
            return new MpiHandles(
                world,
                NativeLibrary.GetExport(library, "ompi_mpi_byte"),
                NativeLibrary.GetExport(library, "ompi_mpi_float"),
                NativeLibrary.GetExport(library, "ompi_mpi_op_sum"),
                IgnoredStatus: 0,
                InPlace: 1);
        }
        if (NativeLibrary.TryGetExport(library, "MPI_Ibarrier", out _))
            return OfMpich;
        throw new MpiException(
            "The MPI library that was found lacks functions of MPI 3. Use Open MPI 4 or 5, MPICH 3 or later, or Intel MPI; "
            + $"{MpiLibrary.Variable} may name the file.");
    }
}
