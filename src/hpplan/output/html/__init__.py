"""Write the page of a report as HTML, with pictures as SVG."""
