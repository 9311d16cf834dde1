using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Digits.Options;

/// <summary>The options of the command line and their validation.</summary>
internal static class CommandLine
{
    private static readonly TextOption Data = new("--data", "a folder", IsPath)
    {
        HelpName = "DIR",
        Description = "Folder with the four IDX files of MNIST or of a data set in the same format. [default: drawn digits, no download]",
    };

    private static readonly TextOption Model = TextOption.Choice("--model", Catalog.Models, "Network.");

    private static readonly TextOption Bits = TextOption.Choice(
        "--bits", Catalog.Bits.Select(Text), "Bits per weight; 32 is full precision.");

    private static readonly TextOption Method = TextOption.Choice(
        "--method",
        ["blaq", "laq"],
        "Loss-aware quantization with (blaq) or without (laq) backtracking in every fifth epoch; ignored with 32 bits, which use Adam.");

    private static readonly TextOption Epochs = new(
        "--epochs", "a whole number of at least 1", value => Number(value) is >= 1 and <= int.MaxValue)
    {
        HelpName = "N",
        Description = "Number of epochs. [default: "
            + Text(DigitData.DrawnEpochs) + " on drawn digits; with --data "
            + string.Join(", ", Catalog.Models.Select(model => $"{model} {Text(Catalog.Find(model, 1).Info.Epochs)}")) + "]",
    };

    private static readonly TextOption Seed = new("--seed", "a whole number of 64 bits", value => Number(value) is not null)
    {
        HelpName = "S",
        Description = "Seed of the initial weights, the validation split and the order of the images.",
        DefaultValueFactory = _ => "0",
    };

    private static readonly TextOption Device = TextOption.Choice(
        "--device", ["cpu", "cuda"], "Device to train on; cuda needs an NVIDIA GPU, its driver, and NVRTC.");

    private static readonly TextOption Report = new("--report", "the path of a JSON file", IsPath)
    {
        HelpName = "FILE.json",
        Description = "Write a report of the run to this file after every epoch. [default: none]",
    };

    private static readonly TextOption Checkpoint = new("--checkpoint", "the path of a checkpoint file", IsPath)
    {
        HelpName = "FILE",
        Description = "Write a checkpoint to this file after every epoch, and resume from it if it exists. [default: none]",
    };

    private static readonly TextOption Save = new("--save", "the path of a model file", IsPath)
    {
        HelpName = "FILE.safetensors",
        Description = "Save the model of the best epoch to this file; one that ends in .qdsl or .onnx is for prediction alone. "
            + "[default: <model>-<bits>bit.safetensors]",
    };

    private static readonly Option<bool> Metrics = new("--metrics")
    {
        Arity = ArgumentArity.Zero,
        Description = "Show confusion matrix, precision and recall of each digit, top-k accuracy and calibration; the report has them, too.",
    };

    private static readonly Command Digits = new(
        "Digits", "Trains a network with low-bit weights on handwritten digits, using loss-aware quantization with backtracking.")
    {
        Data, Model, Bits, Method, Epochs, Seed, Device, Report, Checkpoint, Save, Metrics, new HelpOption(),
    };

    /// <summary>Reads the arguments. Returns null if help was asked for, after writing it to <paramref name="output"/>.</summary>
    /// <exception cref="UsageException">The arguments are wrong.</exception>
    public static Settings? Read(string[] args, TextWriter output)
    {
        ParseResult parsed = Digits.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Action is HelpAction)
        {
            parsed.Invoke(new InvocationConfiguration { Output = output });
            return null;
        }

        if (parsed.Errors.Select(error => error.SymbolResult).OfType<OptionResult>().FirstOrDefault() is { } wrong)
            throw new UsageException(((TextOption)wrong.Option).Explain(wrong));
        if (parsed.UnmatchedTokens is [var unknown, ..])
        {
            string known = string.Join(", ", Digits.Options.Select(option => option.Name));
            throw new UsageException($"expected {known}, got '{unknown}'. Try --help.");
        }

        return Check(parsed);
    }

    /// <summary>Validates the options in combination and against the file system.</summary>
    private static Settings Check(ParseResult parsed)
    {
        string model = parsed.GetRequiredValue(Model);
        int bits = (int)Number(parsed.GetRequiredValue(Bits))!;
        string? data = parsed.GetValue(Data);
        if (data is not null && DataFolder.Obstacle(data) is { } lack)
        {
            throw new UsageException(
                $"{Data.Name}: expected a folder with IDX files, got '{data}': {lack}. Give another or omit the option.");
        }

        string? report = parsed.GetValue(Report);
        string save = parsed.GetValue(Save) ?? $"{model}-{Text(bits)}bit.safetensors";
        CheckWritable(Save, save);
        if (report is not null)
            CheckWritable(Report, report);
        string? checkpoint = parsed.GetValue(Checkpoint);
        if (checkpoint is not null)
            CheckWritable(Checkpoint, checkpoint);
        CheckDifferent((Save, save), (Report, report), (Checkpoint, checkpoint));

        return new Settings(
            data,
            model,
            bits,
            bits == 32 ? "adam" : parsed.GetRequiredValue(Method),
            parsed.GetRequiredValue(Device),
            (int?)Number(parsed.GetValue(Epochs)),
            Number(parsed.GetRequiredValue(Seed))!.Value,
            report,
            checkpoint,
            save,
            parsed.GetValue(Metrics));
    }

    private static void CheckDifferent(params (TextOption Option, string? Path)[] files)
    {
        for (int i = 0; i < files.Length; i++)
        {
            foreach ((TextOption other, string? path) in files[..i])
            {
                if (files[i].Path is { } same && path is not null && Path.GetFullPath(same) == Path.GetFullPath(path))
                {
                    throw new UsageException(
                        $"{files[i].Option.Name}: expected a different file from {other.Name}, got '{same}' for both. Give two files.");
                }
            }
        }
    }

    private static void CheckWritable(TextOption option, string path)
    {
        if (OutputFile.Obstacle(path) is { } obstacle)
            throw new UsageException($"{option.Name}: expected a writable file, got '{path}': {obstacle}. Give another path.");
    }

    private static bool IsPath(string value) => !string.IsNullOrWhiteSpace(value) && !value.Contains('\0');

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private static long? Number(string? text) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out long number) ? number : null;
}
