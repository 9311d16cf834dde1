using System.Text.Json;

namespace QuantDsl.Gpu;

/// <summary>
/// The results so far, as one flat JSON object; written again after every section, so that what ran is not lost with what did not.
/// </summary>
internal sealed class Report(string path)
{
    private readonly List<(string Name, object Value)> _entries = [];

    /// <summary>Adds a number or a text, and shows it.</summary>
    public void Add(string name, object value)
    {
        _entries.Add((name, value));
        Console.WriteLine(FormattableString.Invariant($"{name}: {value}"));
    }

    /// <summary>Runs a section. One that fails leaves its message and lets the others run.</summary>
    public bool Run(string section, Action run)
    {
        bool isDone = true;
        try
        {
            run();
        }
        catch (Exception failure)
        {
            isDone = false;
            Add($"{section}.error", $"{failure.GetType().Name}: {failure.Message}");
        }
        Write();
        return isDone;
    }

    private void Write()
    {
        string temporary = path + ".new";
        using (FileStream file = File.Create(temporary))
        using (var json = new Utf8JsonWriter(file, new JsonWriterOptions { Indented = true }))
        {
            json.WriteStartObject();
            foreach ((string name, object value) in _entries)
            {
                if (value is double number && double.IsFinite(number))
                    json.WriteNumber(name, number);
                else if (value is int or long)
                    json.WriteNumber(name, Convert.ToInt64(value, System.Globalization.CultureInfo.InvariantCulture));
                else
                    json.WriteString(name, FormattableString.Invariant($"{value}"));
            }
            json.WriteEndObject();
        }
        File.Move(temporary, path, overwrite: true);
    }
}
