using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using QuantDsl.CompilerServices;
using QuantDsl.Files;
using QuantDsl.Training;

namespace QuantDsl;

/// <summary>Results of a training run, epoch by epoch. Two reports are equal if their JSON is equal.</summary>
public sealed record TrainingReport
{
    /// <summary>Name of the model's class.</summary>
    public required string Model { get; init; }

    /// <summary>Bits per quantized weight; 32 in full precision.</summary>
    public required int Bits { get; init; }

    /// <summary><c>"laq"</c>, <c>"blaq"</c> (LAQ with backtrack epochs) or <c>"adam"</c> (full precision).</summary>
    public required string Method { get; init; }

    /// <summary>Seed of the run.</summary>
    public required long Seed { get; init; }

    /// <summary>Device that trained, such as <c>"cpu"</c> or <c>"cuda:0"</c>.</summary>
    public required string Device { get; init; }

    /// <summary>
    /// Whether libtorch's convolutions were correct on this machine: <c>"right"</c>, <c>"rightWithoutOneDnn"</c> or <c>"wrong"</c> in JSON;
    /// <see langword="null"/>, and absent from JSON, for a run on a device other than the CPU.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ConvolutionCheck? Convolutions { get; init; }

    /// <summary>The paper's m: every m-th epoch took backtrack steps; <see langword="null"/>, and absent from JSON: none did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? BacktrackPeriod { get; init; }

    /// <summary>
    /// The paper's a: the share of the current gradient in backtrack steps; <see langword="null"/>, and absent from JSON: there were none.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Blend { get; init; }

    /// <summary>
    /// Test accuracy in [0, 1] of the weights the model holds at the end; <see langword="null"/> without a test set, or for a regression.
    /// </summary>
    public double? TestAccuracy { get; init; }

    /// <summary>
    /// Test loss of the weights that the model of a regression holds at the end; <see langword="null"/>, and absent from JSON, without a
    /// test set, for another model, or if it is NaN or infinite.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TestLoss { get; init; }

    /// <summary>
    /// Highest validation accuracy, in [0, 1], of all epochs; <see langword="null"/> without a validation set, or for a regression.
    /// </summary>
    public double? BestValidationAccuracy { get; init; }

    /// <summary>
    /// Lowest validation loss of all epochs of a regression; <see langword="null"/>, and absent from JSON, without a validation set, or for
    /// another model.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? BestValidationLoss { get; init; }

    /// <summary>
    /// The epoch with <see cref="BestValidationAccuracy"/> or <see cref="BestValidationLoss"/>, the earliest in case of ties; without a
    /// validation set, the last completed epoch; <see langword="null"/> if no epoch was completed.
    /// </summary>
    public int? BestEpoch { get; init; }

    /// <summary>
    /// Test accuracy in [0, 1] after <see cref="BestEpoch"/>. This is the figure to publish, because the test set had no influence on the
    /// choice of the epoch.
    /// </summary>
    public double? TestAccuracyAtBestValidation { get; init; }

    /// <summary>
    /// Test loss of a regression after <see cref="BestEpoch"/>, the figure to publish; <see langword="null"/>, and absent from JSON,
    /// without a test set, or for another model.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? TestLossAtBestValidation { get; init; }

    /// <summary>
    /// Confusion matrix, precision, recall, top-k accuracy and calibration of the weights that the model holds at the end; <see
    /// langword="null"/>, and absent from JSON, unless <see cref="FitOptions.ClassMetrics"/> asks for them.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public ClassMetrics? ClassMetrics { get; init; }

    /// <summary>Whether the run was cancelled, by a cancellation token or by Ctrl-C.</summary>
    public bool Cancelled { get; init; }

    /// <summary>
    /// Whether the run has ended before its last epoch because no epoch was better than the best for <see cref="FitOptions.Patience"/>
    /// epochs; absent from JSON if not.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool StoppedEarly { get; init; }

    /// <summary>Wall-clock time of the whole run in seconds, including evaluation.</summary>
    public required double Seconds { get; init; }

    /// <summary>
    /// What went wrong beside training, each once: progress that could not be shown, a report, checkpoint or TensorBoard file that could
    /// not be written. <see langword="null"/>, and absent from JSON: nothing did.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Notes { get; init; }

    /// <summary>The completed epochs, in order; their numbers go on where those of an earlier run of the same model ended.</summary>
    public required IReadOnlyList<EpochReport> Epochs { get; init; }

    /// <summary>Returns the report as indented JSON with camel-case names.</summary>
    public string ToJson() => JsonSerializer.Serialize(this, TrainingReportJson.Default.TrainingReport);

    /// <summary>Writes <see cref="ToJson"/> to a file, which is replaced atomically. Missing directories are created.</summary>
    /// <param name="path">The file.</param>
    public void SaveJson(string path)
    {
        AtomicFile.MakeFolder(path);
        AtomicFile.Write(path, stream => stream.Write(Encoding.UTF8.GetBytes(ToJson() + "\n")));
    }

    /// <summary>Reads a report from the JSON of <see cref="ToJson"/>.</summary>
    /// <param name="json">The JSON text.</param>
    /// <exception cref="InvalidDataException">The text is not a training report; the message says what is missing or wrong.</exception>
    public static TrainingReport FromJson(string json)
    {
        ArgumentNullException.ThrowIfNull(json);
        TrainingReport report;
        try
        {
            report = JsonSerializer.Deserialize(json, TrainingReportJson.Default.TrainingReport)
                ?? throw new InvalidDataException("Expected the JSON of a training report, got null.");
        }
        catch (JsonException e)
        {
            throw new InvalidDataException($"Not the JSON of a training report: {e.Message}", e);
        }
        if (ReportCheck.Problem(report) is { } problem)
            throw new InvalidDataException($"Not the JSON of a training report: {problem}.");
        return report;
    }

    /// <summary>Reads a report from a file written by <see cref="SaveJson"/> or <see cref="FitOptions.ReportPath"/>.</summary>
    /// <param name="path">The file.</param>
    /// <exception cref="InvalidDataException">The file is not a training report; the message names the file.</exception>
    public static TrainingReport LoadJson(string path)
    {
        try
        {
            return FromJson(File.ReadAllText(path));
        }
        catch (InvalidDataException e)
        {
            throw new InvalidDataException($"{path}: {e.Message}", e);
        }
    }

    /// <summary>
    /// The outcome as a line, the same in every culture, such as <c>LeNet5 (1 bit, blaq): 20 epochs in 1:40; best validation 99.12% in
    /// epoch 17</c>. <see cref="ToJson"/> has everything.
    /// </summary>
    public override string ToString() =>
        FormattableString.Invariant($"{Model} ({Bits} {(Bits == 1 ? "bit" : "bits")}, {Method}): ") + TrainingSummary.Of(this, epochs: null);

    /// <summary>Returns true if the other report has the same JSON.</summary>
    /// <param name="other">The other report.</param>
    public bool Equals(TrainingReport? other) => other is not null && ToJson() == other.ToJson();

    /// <inheritdoc/>
    public override int GetHashCode() => ToJson().GetHashCode();

    /// <summary>Throws what <see cref="SaveJson"/> would throw, so that a wrong path is noticed before hours of training.</summary>
    internal static void CheckWritable(string path)
    {
        AtomicFile.MakeFolder(path);
        AtomicFile.CheckWritable(path);
    }
}
