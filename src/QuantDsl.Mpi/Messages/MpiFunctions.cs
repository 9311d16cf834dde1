using System.Runtime.InteropServices;

namespace QuantDsl.Messages;

/// <summary>
/// The functions of MPI that are used here. Handles are pointers in Open MPI and 32-bit numbers in the others; as numbers of 64 bits they
/// are passed alike, since no function here has more arguments than registers and slots of 8 bytes.
/// </summary>
internal static unsafe partial class MpiFunctions
{
    /// <summary>MPI_THREAD_SERIALIZED: any thread calls, one at a time.</summary>
    public const int Serialized = 2;

    /// <summary>Room for the longest text, in all libraries.</summary>
    public const int LongestText = 8192;

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Init_thread")]
    public static partial int InitThread(int* argumentCount, byte*** arguments, int required, int* provided);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Initialized")]
    public static partial int Initialized(int* flag);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Finalized")]
    public static partial int Finalized(int* flag);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Finalize")]
    public static partial int Finalize();

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Abort")]
    public static partial int Abort(nint communicator, int code);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Comm_rank")]
    public static partial int CommRank(nint communicator, int* rank);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Comm_size")]
    public static partial int CommSize(nint communicator, int* size);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Get_processor_name")]
    public static partial int GetProcessorName(byte* name, int* length);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Get_library_version")]
    public static partial int GetLibraryVersion(byte* text, int* length);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Isend")]
    public static partial int Isend(byte* data, int count, nint type, int to, int tag, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Irecv")]
    public static partial int Irecv(byte* data, int count, nint type, int from, int tag, nint communicator, nint* request);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Wait")]
    public static partial int Wait(nint* request, nint status);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Test")]
    public static partial int Test(nint* request, int* flag, nint status);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Ibarrier")]
    public static partial int Ibarrier(nint communicator, nint* request);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Allreduce")]
    public static partial int Allreduce(nint sent, float* received, int count, nint type, nint operation, nint communicator);

    [LibraryImport(MpiLibrary.Name, EntryPoint = "MPI_Allgather")]
    public static partial int Allgather(
        byte* sent, int sentCount, nint sentType, byte* received, int receivedCount, nint receivedType, nint communicator);
}
