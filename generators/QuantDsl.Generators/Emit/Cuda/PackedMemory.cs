using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Cuda;

/// <summary>
/// Where the weights of a model lie that tensor cores read as bits or levels: the same for all its passes, since the update writes them
/// when it writes the quantized weights. Those of rows that have scales of their own it does not, for a block solves such a row by itself;
/// nor those of windows whose patches would need too much shared memory. They are written in each pass that reads them.
/// </summary>
internal sealed class PackedMemory
{
    private const int Alignment = 16;
    private const int LinesOfBlock = DeviceConstants.Threads / 32; // a warp has a line

    /// <summary>Of the largest window that the update packs: 25 KB of shared memory.</summary>
    private const int MostTaps = 25;

    private readonly List<Part> _parts = [];

    /// <summary>Words up to the end of them.</summary>
    public long End { get; private set; }

    /// <summary>Those that the update writes, each parameter with its orders.</summary>
    public IEnumerable<IGrouping<ParameterPlan, Part>> OfUpdate =>
        _parts.Where(part => part.IsOfUpdate).GroupBy(part => part.Weights).OrderBy(parts => parts.Key.Index);

    /// <summary>The place of weights in an order; a new one, if they have none.</summary>
    /// <param name="weights">The weights.</param>
    /// <param name="order">Their order, such as <c>ByOutput&lt;10, 100, 1&gt;</c>.</param>
    /// <param name="lines">Sums that each of the other operand's rows is part of.</param>
    /// <param name="terms">Terms of a sum.</param>
    public Part Find(ParameterPlan weights, string order, int lines, int terms) =>
        _parts.FirstOrDefault(part => part.Weights == weights && part.Order == order) ?? Add(weights, order, lines, terms);

    private Part Add(ParameterPlan weights, string order, int lines, int terms)
    {
        (string form, int wordsOf32, int wordsOfBlock) = weights.Quantizer!.Bits switch
        {
            1 => ("Signs", 1, 1),
            2 => ("Trits", 2, 2),
            _ => ("Levels", 16, 32),
        };
        int words = (terms + 31) / 32 * wordsOf32;
        long offset = (End + Alignment - 1) / Alignment * Alignment;
        int blocks = (lines + LinesOfBlock - 1) / LinesOfBlock * ((words + wordsOfBlock - 1) / wordsOfBlock);
        var part = new Part(weights, order, form, offset, blocks);
        _parts.Add(part);
        End = offset + ((long)lines * words);
        return part;
    }

    /// <summary>Weights in an order.</summary>
    /// <param name="Weights">The weights.</param>
    /// <param name="Order">The order.</param>
    /// <param name="Form">How levels lie.</param>
    /// <param name="Offset">Where they begin, in words.</param>
    /// <param name="Blocks">Blocks that write them, where the update does not.</param>
    internal sealed record Part(ParameterPlan Weights, string Order, string Form, long Offset, int Blocks)
    {
        /// <summary>The order without its sizes: <c>ByOutput</c> or <c>ByInput</c>.</summary>
        public string Direction => Order.Substring(0, Order.IndexOf('<'));

        /// <summary>Inputs that an output meets.</summary>
        public int Inputs => Weights.Shape[1];

        /// <summary>How often it meets each.</summary>
        public int Taps => Weights.Count / Weights.Shape[0] / Inputs;

        /// <summary>Whether the update writes them.</summary>
        public bool IsOfUpdate => Weights.Rows == 1 && Taps <= MostTaps;
    }
}
