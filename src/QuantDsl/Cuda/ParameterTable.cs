using QuantDsl.CompilerServices;

namespace QuantDsl.Cuda;

/// <summary>How the parameters of a model are split among the blocks of a device.</summary>
internal sealed class ParameterTable
{
    /// <summary>Counts tiles, rows and scales.</summary>
    public ParameterTable(IReadOnlyList<CudaParameter> parameters, params IReadOnlyList<CudaPackedWeights> packed)
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
                ScalesPerRow = parameter.ScalesPerRow,
                FirstTile = Tiles,
                FirstRow = Rows,
                FirstShared = parameter.IsShared ? shared : -1,
                FirstPair = parameter.Solver == CudaSolver.Exact ? Pairs : -1,
                IsFrozen = parameter.IsFrozen ? 1 : 0,
                Decays = parameter.Decays ? 1 : 0,
            };
            Tiles += (parameter.Count + KernelLayout.TileSize - 1) / KernelLayout.TileSize;
            if (parameter.Rows > 1)
                Rows += parameter.Rows;
            if (parameter.IsShared)
                shared += parameter.ScalesPerRow;
            if (parameter.Solver == CudaSolver.Exact)
                Pairs += parameter.ScalesPerRow * parameter.Count;
            if (parameter.Solver != CudaSolver.None)
                Scales = Math.Max(Scales, parameter.Scale + (parameter.Rows * parameter.ScalesPerRow));
        }
        foreach (CudaPackedWeights weights in packed)
        {
            Entries[weights.Parameter].Inputs = weights.Inputs;
            Entries[weights.Parameter].Taps = weights.Taps;
            Entries[weights.Parameter].ByOutput = weights.ByOutput;
            Entries[weights.Parameter].ByInput = weights.ByInput;
        }
    }

    /// <summary>The table in the layout of the kernels.</summary>
    public KernelLayout.Parameter[] Entries { get; }

    /// <summary>Number of tiles of all parameters, which is the number of blocks of the check and the accumulation.</summary>
    public int Tiles { get; }

    /// <summary>Number of scales.</summary>
    public int Scales { get; }

    /// <summary>Number of rows of all parameters with separate scales per row.</summary>
    public int Rows { get; }

    /// <summary>Number of weights of all parameters that are sorted, each side by itself.</summary>
    public int Pairs { get; }
}
