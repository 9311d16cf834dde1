using QuantDsl.Data;
using static System.FormattableString;

namespace QuantDsl;

/// <summary>
/// How the columns of a table are standardised: <c>(value − mean) / standard deviation</c>, by the numbers of the training rows. It travels
/// with a model that is trained on them, so that <c>ClassifyRow</c> takes rows as they are in the table.
/// </summary>
public sealed class Standardization
{
    private readonly ColumnScaling _columns;

    /// <summary>Creates a standardisation from known numbers.</summary>
    /// <param name="means">Mean of each column.</param>
    /// <param name="standardDeviations">Standard deviation of each column, positive.</param>
    /// <exception cref="ArgumentException">The lists differ in length or are empty, or a number is out of range.</exception>
    public Standardization(IReadOnlyList<float> means, IReadOnlyList<float> standardDeviations)
    {
        ArgumentNullException.ThrowIfNull(means);
        ArgumentNullException.ThrowIfNull(standardDeviations);
        if (means.Count == 0 || means.Count != standardDeviations.Count)
        {
            throw new ArgumentException(
                Invariant($"Expected a mean and a standard deviation for each column, found {means.Count} and {standardDeviations.Count}."),
                nameof(standardDeviations));
        }

        if (!means.All(float.IsFinite))
            throw new ArgumentException("Expected finite means, found NaN or infinity.", nameof(means));
        if (!standardDeviations.All(deviation => float.IsFinite(deviation) && deviation > 0))
            throw new ArgumentException("Expected finite positive standard deviations.", nameof(standardDeviations));
        _columns = new ColumnScaling([.. means], [.. standardDeviations]);
    }

    /// <summary>Mean of each column.</summary>
    public IReadOnlyList<float> Means => _columns.Means;

    /// <summary>Standard deviation of each column; 1 for a column whose values are all the same, which becomes 0 everywhere.</summary>
    public IReadOnlyList<float> StandardDeviations => _columns.Deviations;

    /// <summary>Standardises rows, for example those to pass to a trained model.</summary>
    /// <param name="rows">Any number of rows, one after another.</param>
    /// <param name="inputs">Receives as many numbers.</param>
    /// <exception cref="ArgumentException">The lengths do not fit.</exception>
    public void Apply(ReadOnlySpan<float> rows, Span<float> inputs)
    {
        int columns = Means.Count;
        if (rows.Length % columns != 0 || inputs.Length < rows.Length)
        {
            throw new ArgumentException(
                Invariant($"Expected rows of {columns} numbers and room for as many, found {rows.Length} and {inputs.Length}."),
                nameof(rows));
        }

        _columns.Apply(rows, inputs);
    }

    /// <summary>Its arithmetic.</summary>
    internal ColumnScaling Columns => _columns;

    /// <summary>Mean and population standard deviation of each column, in float64 and in two passes.</summary>
    /// <param name="rows">The rows.</param>
    internal static Standardization Of(TypedColumn<float> rows)
    {
        int columns = (int)rows.RowLength;
        double[] means = new double[columns], squares = new double[columns];
        rows.ReadAll(part =>
        {
            for (int i = 0; i < part.Length; i++)
                means[i % columns] += part[i];
        });
        for (int column = 0; column < columns; column++)
            means[column] /= rows.Count;
        rows.ReadAll(part =>
        {
            for (int i = 0; i < part.Length; i++)
                squares[i % columns] += (part[i] - means[i % columns]) * (part[i] - means[i % columns]);
        });
        return new Standardization(
            [.. means.Select(mean => (float)mean)],
            [.. squares.Select(sum => (float)Math.Sqrt(sum / rows.Count)).Select(deviation => deviation > 0 ? deviation : 1)]);
    }
}
