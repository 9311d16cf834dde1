using System.Globalization;
using System.Text.Json.Nodes;
using QuantDsl.Formats;
using QuantDsl.Tests.Formats;
using QuantDsl.Tests.Models;
using static TorchSharp.torch;

namespace QuantDsl.Tests.Training;

/// <summary>What a checkpoint says of its run, with each number replaced: it is refused by the file's name, or the run goes on.</summary>
[Collection(AloneCollection.Name)]
public sealed class DamagedProgressTests : IDisposable
{
    private const string ProgressKey = "quantdsl.checkpoint.progress";

    private static readonly string[] Values =
        ["-1", "0", "1", "7", "1e300", "-1e300", "9223372036854775807", "\"text\"", "null", "[]", "1.5"];

    private static readonly string[] NumberKeys =
        ["quantdsl.checkpoint.step", "quantdsl.checkpoint.best_step", "quantdsl.checkpoint.model_seed"];

    private readonly TemporaryFolder _folder = new();
    private readonly FitOptions _options;
    private readonly List<KeyValuePair<string, Tensor>> _tensors = [];
    private readonly Dictionary<string, string> _metadata;

    public DamagedProgressTests()
    {
        // Interrupted within the third epoch: every part of a checkpoint is there.
        using var token = new CancellationTokenSource();
        _options = SmallData.Quiet(4) with
        {
            CheckpointPath = Path,
            Test = SmallData.Test,
            ReportPath = _folder.File("report.json"),
            TensorBoardPath = _folder.File("logs"),
        };
        var time = new CancellingTime(token);
        Train(_options with
        {
            CheckpointInterval = TimeSpan.FromDays(1),
            CancellationToken = token.Token,
            Time = time,
            OnEpoch = epoch => time.After(epoch.Epoch == 2 ? 8 : 0), // in the middle of the third
        });
        using var file = SafetensorsFile.Open(Path);
        _metadata = file.Metadata.ToDictionary();
        foreach (SafetensorsEntry entry in file.Entries)
        {
            _tensors.Add(new(entry.Name, zeros([.. entry.Shape])));
            file.Read(entry.Name, _tensors[^1].Value);
        }
    }

    private string Path => _folder.File("run.checkpoint");

    public void Dispose()
    {
        _tensors.ForEach(tensor => tensor.Value.Dispose());
        _folder.Dispose();
    }

    [Fact]
    public void Each_number_of_the_progress_replaced()
    {
        JsonNode whole = JsonNode.Parse(_metadata[ProgressKey])!;
        string[] places = [.. Places(whole)];
        Assert.Contains("$.report.bestEpoch", places);
        Assert.Contains("$.report.epochs[1].steps", places);
        Assert.Contains("$.steps", places);
        int refused = places.Sum(
            place => Values.Count(value => IsRefused(ProgressKey, Replaced(whole, place, value), $"{place} = {value}")));
        Assert.InRange(refused, places.Length, (places.Length * Values.Length) - 1);
    }

    [Theory]
    [InlineData("$.report.bestEpoch", "99")]
    [InlineData("$.report.bestEpoch", "0")]
    [InlineData("$.report.bestEpoch", "-1")]
    [InlineData("$.report.bestEpoch", "null")]
    [InlineData("$.report.epochs[0].epoch", "2")]
    [InlineData("$.report.epochs[0].steps", "9223372036854775807")]
    [InlineData("$.report.epochs[0].stage", "\"somewhere\"")]
    [InlineData("$.report.epochs[0].validationAccuracy", "1.5")]
    [InlineData("$.report.epochs[0].learningRate", "1e300")]
    [InlineData("$.report.epochs[0]", "null")]
    [InlineData("$.report.epochs", "[]")]
    [InlineData("$.report.seconds", "1e300")]
    [InlineData("$.report.seconds", "-1")]
    [InlineData("$.steps", "-1")]
    [InlineData("$.steps", "7")]
    [InlineData("$.lossSum", "1e999")]
    [InlineData("$.epochSeconds", "-1")]
    public void What_cannot_be_is_refused(string place, string value) =>
        Assert.True(IsRefused(ProgressKey, Replaced(JsonNode.Parse(_metadata[ProgressKey])!, place, value), ""));

    [Fact]
    public void Each_other_number_replaced()
    {
        foreach (string key in NumberKeys)
        {
            foreach (string value in Values.Append("").Append("99999999999999999999"))
                IsRefused(key, value, $"{key} = {value}");
        }
        Assert.True(IsRefused("quantdsl.checkpoint.step", "-1", ""));
        Assert.True(IsRefused("quantdsl.checkpoint.step", "9223372036854775807", ""));
        Assert.True(IsRefused("quantdsl.checkpoint.best_step", "-1", ""));
    }

    /// <summary>
    /// Whether a checkpoint with this entry is refused; whatever else happens than that or a run that goes on fails the test.
    /// </summary>
    private bool IsRefused(string key, string value, string what)
    {
        TensorFiles.Write(Path, _tensors, new Dictionary<string, string>(_metadata) { [key] = value });
        using var model = new TinyMlp(seed: 1);
        byte[] before = ModelBits.Of(model);
        try
        {
            // As many epochs as are there: what is accepted trains on for a few steps at most.
            model.Fit(SmallData.Train, SmallData.Test, _options with { Epochs = 3, RestoreBest = true });
            return false;
        }
        catch (ModelFileException refusal)
        {
            Assert.Contains(Path, refusal.Message);
            Assert.Equal(before, ModelBits.Of(model));
            return true;
        }
        catch (Exception other)
        {
            Assert.Fail($"{what}: {other}");
            return false;
        }
    }

    private static IEnumerable<string> Places(JsonNode node) => node switch
    {
        JsonObject record => record.SelectMany(entry => entry.Value is null ? [] : Places(entry.Value)),
        JsonArray list => list.SelectMany(element => element is null ? [] : Places(element)),
        JsonValue value when value.GetValueKind() == System.Text.Json.JsonValueKind.Number => [value.GetPath()],
        _ => [],
    };

    private static string Replaced(JsonNode whole, string place, string value)
    {
        JsonNode copy = whole.DeepClone();
        JsonNode node = At(copy, place);
        const string mark = "\"<here>\"";
        node.ReplaceWith(JsonValue.Create("<here>"));
        string text = copy.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        Assert.Contains(mark, text);
        return text.Replace(mark, value);
    }

    private static JsonNode At(JsonNode root, string place)
    {
        JsonNode node = root;
        foreach (string step in place.Split('.', '[').Skip(1))
            node = step.EndsWith(']') ? node[int.Parse(step[..^1], CultureInfo.InvariantCulture)]! : node[step]!;
        return node;
    }

    private static void Train(FitOptions options)
    {
        using var model = new TinyMlp(seed: 1);
        model.Fit(SmallData.Train, SmallData.Test, options);
    }
}
