using QuantDsl.Generators.Emit.Cpu;
using QuantDsl.Generators.Operations;
using QuantDsl.Generators.Parsing;
using QuantDsl.Generators.Planning;

namespace QuantDsl.Generators.Emit.Packed;

/// <summary>
/// The tensors of a packed model, in the order of layers, and what each becomes when it is loaded. A batch normalization is a scale and a
/// shift of each channel.
/// </summary>
internal sealed class PackedTensors : IParameterWords
{
    private const string Norm = "norm";

    private readonly List<string> _entries = [];
    private readonly Dictionary<string, int> _numbers = [];

    public PackedTensors(ModelPlan plan)
    {
        foreach (LayerPlan layer in plan.Layers)
        {
            var operation = (WeightedOperation)plan.Graph.Of(layer.Name).Single(node => node.Operation is WeightedOperation).Operation;
            foreach (ParameterPlan parameter in layer.Parameters)
            {
                if (parameter.Spec.Name == "norm.bias")
                    continue; // with the other half of the normalization
                if (parameter.Spec.Name == "norm.weight")
                    Add($"{layer.Name}.{Norm}", $"PackedTensor.Floats(\"{layer.Name}.{Norm}\", [2, {parameter.Count}])");
                else
                    Add(parameter.Name, Entry(parameter, operation));
            }
        }
    }

    /// <summary>The table, an entry a line.</summary>
    public IReadOnlyList<string> Entries => _entries;

    public string Weights(ParameterPlan weight) => $"memory.Weights({_numbers[weight.Name]})";

    public string Bias(ParameterPlan bias) => $"memory.Bias({_numbers[bias.Name]})";

    public string BatchNorm(LayerPlan layer) => $"memory.BatchNorm({_numbers[$"{layer.Name}.{Norm}"]})";

    public string LayerNorm(LayerPlan layer)
    {
        ParameterPlan gamma = layer.Find("layer_norm.weight")!, beta = layer.Find("layer_norm.bias")!;
        return $"memory.LayerNorm(gamma: {_numbers[gamma.Name]}, beta: {_numbers[beta.Name]})";
    }

    public string Form(ParameterPlan weight, WeightedOperation operation) => WeightForms.OfPrediction(weight, operation);

    private void Add(string name, string entry)
    {
        _numbers[name] = _entries.Count;
        _entries.Add(entry);
    }

    private static string Entry(ParameterPlan parameter, WeightedOperation operation)
    {
        string start = $"(\"{parameter.Name}\", {Literals.Integers(parameter.Shape)}";
        if (parameter.Spec.Kind != ParameterKind.Quantizable)
            return $"PackedTensor.Floats{start})";
        string place = PlaceOf(parameter, operation);
        if (parameter.Quantizer is not { } quantizer)
            return $"PackedTensor.Floats{start}, PackedPlace.{place})";
        return $"PackedTensor.Levels{start}, bits: {quantizer.Bits}, LevelGrid.{GridOf(quantizer)}, rows: {parameter.Rows}, "
            + $"PackedPlace.{place})";
    }

    private static string PlaceOf(ParameterPlan parameter, WeightedOperation operation)
    {
        if (operation is Embedding)
            return "Kept";
        if (parameter.IsSigned)
            return "Signs";
        return WeightForms.IsCoded(parameter, operation) ? "Codes" : "Expanded";
    }

    private static string GridOf(Quantizer quantizer) => quantizer.Bits == 1 ? nameof(GridKind.Linear) : quantizer.Grid.ToString();
}
