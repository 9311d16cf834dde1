using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>How the parameters of a model are cut for the blocks of a device.</summary>
internal sealed class ParameterTable
{
    /// <summary>Counts tiles, rows and scales.</summary>
    public ParameterTable(IReadOnlyList<CudaParameter> parameters)
    {
        Entries = new KernelLayout.Parameter[parameters.Count];
        int shared = 0;
        for (int number = 0; number < Entries.Length; number++)
        {
            CudaParameter parameter = parameters[number];
            Entries[number] = new KernelLayout.Parameter
            {
                Quantizer = parameter.Quantizer,
                Offset = parameter.Offset,
                Count = parameter.Count,
                Rows = parameter.Rows,
                Scale = parameter.Scale,
                FirstTile = Tiles,
                FirstRow = Rows,
                FirstShared = parameter.IsShared ? shared : -1,
            };
            Tiles += (parameter.Count + KernelLayout.TileSize - 1) / KernelLayout.TileSize;
            if (parameter.Rows > 1)
                Rows += parameter.Rows;
            if (parameter.IsShared)
                shared += parameter.ScalesPerRow;
        }
    }

    /// <summary>As the kernels read it.</summary>
    public KernelLayout.Parameter[] Entries { get; }

    /// <summary>Tiles of all parameters: blocks of the first launch.</summary>
    public int Tiles { get; }

    /// <summary>Rows with scales of their own, of all parameters that have several.</summary>
    public int Rows { get; }
}
