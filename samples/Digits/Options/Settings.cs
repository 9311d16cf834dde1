namespace Digits.Options;

/// <summary>The validated settings of the command line.</summary>
/// <param name="Data">Folder of IDX files; null: drawn digits.</param>
/// <param name="Model"><c>lenet5</c> or <c>mlp</c>.</param>
/// <param name="Bits">Bits per weight: 1, 2, 3, or 32 for full precision.</param>
/// <param name="Method"><c>laq</c>, <c>blaq</c>, or <c>adam</c> at 32 bits.</param>
/// <param name="Device"><c>cpu</c> or <c>cuda</c>.</param>
/// <param name="Epochs">Number of epochs; null: the default of the data or the model.</param>
/// <param name="Seed">Seed of the initial weights, the validation split and the order of the images.</param>
/// <param name="Report">JSON file of the report, if any.</param>
/// <param name="Checkpoint">Checkpoint from which an interrupted run resumes, if any.</param>
/// <param name="Save">File of the trained model.</param>
/// <param name="Metrics">Whether what the model makes of each digit is shown and reported.</param>
internal sealed record Settings(
    string? Data,
    string Model,
    int Bits,
    string Method,
    string Device,
    int? Epochs,
    long Seed,
    string? Report,
    string? Checkpoint,
    string Save,
    bool Metrics);
